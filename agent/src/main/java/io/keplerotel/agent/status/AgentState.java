// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.status;

import io.keplerotel.agent.model.Machine;
import io.keplerotel.agent.model.Zone;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * What the agent knows of itself. The sampler and the exporters write, both dialects and the health
 * pages read; safe for all threads.
 */
public final class AgentState {
  private final LongSupplier nanoTime;

  private final AtomicLong tickTimeNs = new AtomicLong();
  private final AtomicLong ticks = new AtomicLong();
  private volatile OptionalLong lastTickNs = OptionalLong.empty();
  private volatile OwnCost ownCost = OwnCost.UNKNOWN;
  private volatile AgentStatus status = AgentStatus.UNKNOWN;
  private volatile Optional<KubernetesState> kubernetes = Optional.empty();
  private volatile Optional<MemoryState> memory = Optional.empty();
  private volatile Machine machine = Machine.UNKNOWN;
  private volatile List<Zone> zones = List.of();
  private final Map<String, LongAdder> faults = new ConcurrentHashMap<>();
  private final Map<String, LongAdder> counterResets = new ConcurrentHashMap<>();
  private final Map<String, LongAdder> zoneLostNs = new ConcurrentHashMap<>();
  private final LongAdder lostRecords = new LongAdder();
  private final LongAdder lostNs = new LongAdder();
  private final LongAdder exportsOk = new LongAdder();
  private final LongAdder exportsFailed = new LongAdder();
  private final LongAdder rejectedPoints = new LongAdder();

  /**
   * A state in which nothing happened yet.
   *
   * @param nanoTime a clock that never steps, such as {@link System#nanoTime}
   */
  public AgentState(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** A tick ended now, and took this long, ns. */
  public void tickEnded(long tookNs) {
    tickTimeNs.addAndGet(tookNs);
    ticks.incrementAndGet();
    lastTickNs = OptionalLong.of(nanoTime.getAsLong());
  }

  /** This is what works from now on. */
  public void status(AgentStatus present) {
    status = present;
  }

  /** What works. */
  public AgentStatus status() {
    return status;
  }

  /** A fault of the source appeared or changed. */
  public void fault(String source) {
    faults.computeIfAbsent(source, key -> new LongAdder()).increment();
  }

  /** The zone's counter went back without a wrap. */
  public void counterReset(String zone) {
    counterResets.computeIfAbsent(zone, key -> new LongAdder()).increment();
  }

  /** It is not known what the zone used in so much time, ns. */
  public void zoneLost(String zone, long lengthNs) {
    zoneLostNs.computeIfAbsent(zone, key -> new LongAdder()).add(lengthNs);
  }

  /** Time in which it is not known what a zone used, ns by zone. */
  public Map<String, LongAdder> zoneLostNs() {
    return Map.copyOf(zoneLostNs);
  }

  /** BPF could not keep so many records. */
  public void lostRecords(long records) {
    lostRecords.add(records);
  }

  /** So much CPU time is not known to be anybody's, ns. */
  public void lostTime(long lostTimeNs) {
    lostNs.add(lostTimeNs);
  }

  /** A push was accepted. */
  public void exportOk() {
    exportsOk.increment();
  }

  /** A push was not accepted. */
  public void exportFailed() {
    exportsFailed.increment();
  }

  /** So many data points of a push that was accepted were not taken. */
  public void rejectedPoints(long points) {
    rejectedPoints.add(points);
  }

  /** What the agent's own process has cost up to now. */
  public void ownCost(OwnCost cost) {
    ownCost = cost;
  }

  /** How many pods are known and what that has cost up to now. */
  public void kubernetes(KubernetesState present) {
    kubernetes = Optional.of(present);
  }

  /** How many pods are known and what that has cost; empty where nobody is asked. */
  public Optional<KubernetesState> kubernetes() {
    return kubernetes;
  }

  /** How the agent gets along with its memory. */
  public void memory(MemoryState present) {
    memory = Optional.of(present);
  }

  /** How the agent gets along with its memory; empty before the first tick. */
  public Optional<MemoryState> memory() {
    return memory;
  }

  /** What the kernel runs on. */
  public void machine(Machine found) {
    machine = found;
  }

  /** What the kernel runs on. */
  public Machine machine() {
    return machine;
  }

  /** Whose energy is counted from now on. */
  public void zones(List<Zone> counted) {
    zones = List.copyOf(counted);
  }

  /** Whose energy is counted. */
  public List<Zone> zones() {
    return zones;
  }

  /** Ticks so far. */
  public long ticks() {
    return ticks.get();
  }

  /** What all ticks took, ns. */
  public long tickTimeNs() {
    return tickTimeNs.get();
  }

  /** Time since the last tick ended, ns; empty before the first. */
  public OptionalLong tickAgeNs() {
    OptionalLong last = lastTickNs;
    return last.isPresent()
        ? OptionalLong.of(nanoTime.getAsLong() - last.getAsLong())
        : OptionalLong.empty();
  }

  /** Who counts CPU time now; empty before anybody does. */
  public String cpuTimeSource() {
    return status.cpuTimeSource();
  }

  /** Faults by source. */
  public Map<String, LongAdder> faults() {
    return Map.copyOf(faults);
  }

  /** Counters that went back, by zone. */
  public Map<String, LongAdder> counterResets() {
    return Map.copyOf(counterResets);
  }

  /** BPF records that could not be kept. */
  public long lostRecords() {
    return lostRecords.sum();
  }

  /** CPU time that is not known to be anybody's, ns. */
  public long lostNs() {
    return lostNs.sum();
  }

  /** Pushes that were accepted. */
  public long exportsOk() {
    return exportsOk.sum();
  }

  /** Pushes that were not. */
  public long exportsFailed() {
    return exportsFailed.sum();
  }

  /** Data points that were not taken, of pushes that were accepted. */
  public long rejectedPoints() {
    return rejectedPoints.sum();
  }

  /** What the agent's own process has cost. */
  public OwnCost ownCost() {
    return ownCost;
  }

  /**
   * What is known from Kubernetes.
   *
   * @param calls requests so far
   * @param pods that are known now
   */
  public record KubernetesState(long calls, int pods) {}

  /**
   * What the agent's own process has cost since it started; what is not known is absent.
   *
   * @param energyUj dynamic energy, package + dram + other, µJ
   * @param cpuNs CPU time, ns
   * @param residentBytes resident memory now
   */
  public record OwnCost(OptionalLong energyUj, OptionalLong cpuNs, OptionalLong residentBytes) {
    /** Nothing is known. */
    public static final OwnCost UNKNOWN =
        new OwnCost(OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty());
  }
}
