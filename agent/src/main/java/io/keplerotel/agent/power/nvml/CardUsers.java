// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.nvml;

import io.keplerotel.agent.linux.nvml.NvmlDevice;
import io.keplerotel.agent.linux.nvml.NvmlException;
import io.keplerotel.agent.linux.nvml.NvmlException.Reason;
import io.keplerotel.agent.linux.nvml.ProcessSample;
import io.keplerotel.agent.linux.nvml.RunningProcess;
import io.keplerotel.agent.model.Fault;
import io.keplerotel.agent.model.Zone;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Whom a card works for that is not divided into MIG instances. One process alone on it has all of
 * it; several have it by their {@linkplain HeldLevels levels}; where the card does not tell those,
 * it is not known.
 */
final class CardUsers implements Users {
  private static final double LEAST_PERCENT = 1;
  private static final int MOST_PERCENT = 100;

  /** A process that was not seen working for so long does not work. */
  private static final long NEW_NS = 30_000_000_000L;

  private final NvmlDevice device;
  private final Zone zone;
  private final HeldLevels levels = new HeldLevels();
  private final Map<Integer, Long> unseenNs = new HashMap<>();
  private boolean tellsSamples = true;
  private boolean tellsBusy = true;
  private long sinceUs;

  CardUsers(NvmlDevice device, Zone zone) {
    this.device = device;
    this.zone = zone;
  }

  @Override
  public GpuUse.Card poll(long elapsedNs, List<Fault> faults) throws NvmlException {
    OptionalDouble busyPercent = busy();
    try {
      Optional<Map<Integer, Double>> fresh = fresh(faults);
      Set<Integer> running = new HashSet<>();
      device.running().stream().map(RunningProcess::pid).forEach(running::add);
      age(running, fresh.orElse(Map.of()), elapsedNs);
      return divide(running, fresh, busyPercent, elapsedNs, faults);
    } catch (NvmlException e) {
      if (e.reason() == Reason.LOST) {
        throw e;
      }
      faults.add(fault("it is not known for whom it works: " + e.getMessage()));
      return unknown(busyPercent);
    }
  }

  @Override
  public void close() {
    // Holds nothing.
  }

  private GpuUse.Card divide(
      Set<Integer> running,
      Optional<Map<Integer, Double>> fresh,
      OptionalDouble busyPercent,
      long elapsedNs,
      List<Fault> faults) {
    Map<Integer, Double> known =
        fresh.map(samples -> levels.update(running, samples, elapsedNs)).orElse(Map.of());
    boolean alone = running.size() == 1 && running.containsAll(known.keySet());
    if (alone) {
      double percent = Math.max(LEAST_PERCENT, busyPercent.orElse(MOST_PERCENT));
      return new GpuUse.Card(zone.usage(), Map.of(running.iterator().next(), percent), 0);
    }
    if (fresh.isEmpty() && !running.isEmpty()) {
      faults.add(
          fault(
              "%d processes share it, and it does not tell how much each of them uses: what it uses meanwhile is unattributed"
                  .formatted(running.size())));
    }
    double knownPercent = known.values().stream().mapToDouble(percent -> percent).sum();
    boolean isAnyNew =
        fresh.isEmpty()
            || running.isEmpty()
            || unseenNs.values().stream().anyMatch(ns -> ns <= NEW_NS);
    double restPercent = isAnyNew ? Math.max(0, busyPercent.orElse(0) - knownPercent) : 0;
    return new GpuUse.Card(zone.usage(), known, restPercent);
  }

  /** Counts for how long each that is running was never seen working. */
  private void age(Set<Integer> running, Map<Integer, Double> fresh, long elapsedNs) {
    unseenNs.keySet().retainAll(running);
    for (int pid : running) {
      if (fresh.containsKey(pid) || levels.knows(pid)) {
        unseenNs.remove(pid);
      } else {
        unseenNs.merge(pid, elapsedNs, Long::sum);
      }
    }
  }

  private Optional<Map<Integer, Double>> fresh(List<Fault> faults) throws NvmlException {
    if (!tellsSamples) {
      return Optional.empty();
    }
    try {
      return Optional.of(means(device.processSamples(sinceUs), faults));
    } catch (NvmlException e) {
      if (e.reason() != Reason.NOT_SUPPORTED) {
        throw e;
      }
      tellsSamples = false;
      return Optional.empty();
    }
  }

  private Map<Integer, Double> means(List<ProcessSample> samples, List<Fault> faults) {
    Map<Integer, Double> sums = new HashMap<>();
    Map<Integer, Integer> counts = new HashMap<>();
    for (ProcessSample sample : samples) {
      if (sample.smPercent() < 0 || sample.smPercent() > MOST_PERCENT) {
        faults.add(
            fault(
                "it says that it worked for process %d for %d %% of the time, which cannot be; that is left out"
                    .formatted(sample.pid(), sample.smPercent())));
      } else if (sample.timeUs() > sinceUs || sinceUs == 0) {
        sums.merge(sample.pid(), (double) sample.smPercent(), Double::sum);
        counts.merge(sample.pid(), 1, Integer::sum);
      }
    }
    sums.replaceAll((pid, sum) -> sum / counts.getOrDefault(pid, 1));
    sinceUs = samples.stream().mapToLong(ProcessSample::timeUs).reduce(sinceUs, Math::max);
    return sums;
  }

  private OptionalDouble busy() throws NvmlException {
    if (!tellsBusy) {
      return OptionalDouble.empty();
    }
    try {
      int percent = device.busy().gpuPercent();
      return percent < 0 || percent > MOST_PERCENT
          ? OptionalDouble.empty()
          : OptionalDouble.of(percent);
    } catch (NvmlException e) {
      if (e.reason() == Reason.LOST) {
        throw e;
      }
      tellsBusy = e.reason() != Reason.NOT_SUPPORTED;
      return OptionalDouble.empty();
    }
  }

  private GpuUse.Card unknown(OptionalDouble busyPercent) {
    return new GpuUse.Card(zone.usage(), Map.of(), busyPercent.orElse(MOST_PERCENT));
  }

  private Fault fault(String what) {
    return new Fault(zone.id() + " users", "GPU %s: %s".formatted(zone.packageId(), what));
  }
}
