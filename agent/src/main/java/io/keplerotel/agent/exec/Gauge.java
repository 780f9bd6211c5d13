// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.exec;

import io.keplerotel.agent.model.Energies;
import io.keplerotel.agent.model.Snapshot;
import io.keplerotel.agent.model.Snapshot.WorkloadEnergy;
import io.keplerotel.agent.model.Workload;
import io.keplerotel.agent.model.Zone;
import io.keplerotel.agent.sampling.Sampler;
import io.keplerotel.agent.thread.LastingTurn;
import java.lang.System.Logger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** What the ledger says of one workload between two ticks. For the thread that ticks. */
final class Gauge {
  private static final Logger LOG = System.getLogger(Gauge.class.getName());
  private static final long NS_PER_S = 1_000_000_000L;
  private static final int ATTEMPTS = 3;

  private final Sampler sampler;
  private final Workload workload;
  private final Runnable turn;
  private final long shortestNs;
  private final Snapshot begin;
  private Snapshot latest;
  private long peakUw;

  /**
   * Begins here and now.
   *
   * @param shortestNs a tick that is shorter tells nothing of power, ns
   */
  Gauge(Sampler sampler, Workload workload, long shortestNs) {
    this.sampler = sampler;
    this.workload = workload;
    this.shortestNs = shortestNs;
    this.turn =
        new LastingTurn(
            sampler::tick, failure -> {}, LOG, "a reading failed; the next one has what it lacks");
    this.latest = sampler.latest();
    finish();
    this.begin = latest;
  }

  /** Reads. */
  void tick() {
    turn.run();
    Snapshot now = sampler.latest();
    long elapsedNs = now.uptimeNs() - latest.uptimeNs();
    if (elapsedNs >= shortestNs) {
      peakUw =
          Math.max(
              peakUw,
              uw(totalUj(now, Gauge::isPrompt) - totalUj(latest, Gauge::isPrompt), elapsedNs));
    }
    latest = now;
  }

  /** Reads until it is booked: a reading may be put off. */
  void finish() {
    long before = latest.tick();
    for (int attempt = 0; attempt < ATTEMPTS && latest.tick() == before; attempt++) {
      tick();
    }
  }

  /** CPU time of the workload since the beginning, µs. */
  long cpuUs() {
    return energy(latest).map(WorkloadEnergy::cpuUs).orElse(0L);
  }

  /**
   * The greatest power of all ticks that were long enough, and the mean of meters that are read
   * less often, µW; at least the mean of all.
   *
   * @param wallNs how long the command took, ns
   */
  long peakUw(long wallNs) {
    if (wallNs <= 0) {
      return peakUw;
    }
    long promptUw = uw(totalUj(latest, Gauge::isPrompt), wallNs);
    return Math.max(peakUw, promptUw) + uw(totalUj(latest, zone -> !isPrompt(zone)), wallNs);
  }

  /** What was booked up to now. */
  Snapshot latest() {
    return latest;
  }

  /** Whether a meter that is read less often than the ticks has told nothing since. */
  boolean isBehind(Snapshot since) {
    Energies told = latest.node().minus(since.node());
    for (int i = 0; i < latest.zones().size(); i++) {
      if (!isPrompt(latest.zones().get(i)) && told.idleUj(i) + told.dynamicUj(i) == 0) {
        return true;
      }
    }
    return false;
  }

  /** By zone. */
  List<ZoneUse> zones() {
    Energies node = latest.node().minus(begin.node());
    List<ZoneUse> uses = new ArrayList<>();
    for (int i = 0; i < latest.zones().size(); i++) {
      long commandUj = dynamicUj(latest, i);
      uses.add(
          new ZoneUse(
              latest.zones().get(i), commandUj, node.dynamicUj(i) - commandUj, node.idleUj(i)));
    }
    return uses;
  }

  private long totalUj(Snapshot at, Predicate<Zone> which) {
    long sumUj = 0;
    for (int i = 0; i < at.zones().size(); i++) {
      Zone zone = at.zones().get(i);
      sumUj += zone.component().inTotal() && which.test(zone) ? dynamicUj(at, i) : 0;
    }
    return sumUj;
  }

  /** Whether it is read at each tick. */
  private static boolean isPrompt(Zone zone) {
    return !zone.usage().isHeldBack();
  }

  private long dynamicUj(Snapshot at, int zone) {
    return energy(at)
        .map(WorkloadEnergy::energies)
        .filter(energies -> zone < energies.zones())
        .map(energies -> energies.dynamicUj(zone))
        .orElse(0L);
  }

  private Optional<WorkloadEnergy> energy(Snapshot at) {
    return at.workloads().stream().filter(each -> each.workload().equals(workload)).findFirst();
  }

  private static long uw(long energyUj, long elapsedNs) {
    return (long) ((double) energyUj * NS_PER_S / elapsedNs);
  }
}
