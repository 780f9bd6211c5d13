// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.calibrate;

import io.keplerotel.agent.linux.fs.HostFiles;
import io.keplerotel.agent.linux.fs.SmallFile;
import io.keplerotel.agent.linux.fs.UnreadableException;
import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.model.Fault;
import io.keplerotel.agent.model.Reading;
import io.keplerotel.agent.model.TickLoad;
import io.keplerotel.agent.power.PowerReader;
import io.keplerotel.agent.power.PowerSample;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Reads how busy the machine is and what it uses, by the sources of power that the agent itself
 * reads. For one thread.
 */
public final class Meter {
  private static final double UJ_PER_J = 1e6;
  private static final double NS_PER_S = 1e9;
  private static final long NS_PER_HUNDREDTH = 10_000_000L;

  /** No machine uses more; a counter that says so has leapt. */
  private static final double MOST_WATTS = 100_000;

  private final HostFiles files;
  private final PowerReader power;
  private final int threads;
  private final SmallFile file = new SmallFile();

  private Optional<CpuStat> lastStat = Optional.empty();
  private long lastNs;
  private Map<String, Reading.Counter> lastCounters = Map.of();
  private final Map<Component, Set<String>> zones = new EnumMap<>(Component.class);
  private List<String> faults = List.of();

  /**
   * Nothing is read yet.
   *
   * @param power measures; it must not estimate
   * @param threads hardware threads online
   */
  public Meter(HostFiles files, PowerReader power, int threads) {
    this.files = files;
    this.power = power;
    this.threads = threads;
  }

  /** Why something could not be read the last time. */
  public List<String> faults() {
    return faults;
  }

  /**
   * Reads; empty at the first time, and where it cannot be told how busy the machine was.
   *
   * @param nowNs of a clock that only goes on, ns
   */
  Optional<Sighting> read(long nowNs) {
    Optional<CpuStat> stat = stat();
    long elapsedNs = lastStat.isEmpty() ? 0 : nowNs - lastNs;
    long busy = stat.flatMap(now -> lastStat.map(then -> now.busy() - then.busy())).orElse(0L);
    PowerSample sample =
        power.read(new TickLoad(elapsedNs, elapsedNs == 0 ? 0 : busy * NS_PER_HUNDREDTH, threads));
    power.booked();
    Map<Component, Double> watts = watts(sample, elapsedNs);
    Optional<Double> utilization = stat.flatMap(now -> lastStat.flatMap(now::since));
    lastStat = stat;
    lastNs = nowNs;
    return utilization.map(part -> new Sighting(part, watts));
  }

  private Optional<CpuStat> stat() {
    try {
      return CpuStat.parse(file.text(files.stat()));
    } catch (UnreadableException ignored) {
      // A reading that is missing, like others; without any there is no calibration, which is said.
      return Optional.empty();
    }
  }

  /** By component, where all of its zones could be read. */
  private Map<Component, Double> watts(PowerSample sample, long elapsedNs) {
    Map<Component, Double> sums = new EnumMap<>(Component.class);
    Map<Component, Set<String>> read = new EnumMap<>(Component.class);
    Map<String, Reading.Counter> counters = new HashMap<>();
    for (Reading reading : sample.readings()) {
      Component component = reading.zone().component();
      zones.computeIfAbsent(component, each -> new HashSet<>()).add(reading.zone().id());
      OptionalDouble watts = watts(reading, elapsedNs);
      if (reading instanceof Reading.Counter counter) {
        counters.put(counter.zone().id(), counter);
      }
      if (watts.isPresent()) {
        sums.merge(component, watts.getAsDouble(), Double::sum);
        read.computeIfAbsent(component, each -> new HashSet<>()).add(reading.zone().id());
      }
    }
    lastCounters = counters;
    faults =
        sample.bySource().values().stream()
            .flatMap(part -> part.faults().stream())
            .map(Fault::message)
            .toList();
    sums.keySet()
        .removeIf(
            component -> !zones.getOrDefault(component, Set.of()).equals(read.get(component)));
    return sums;
  }

  private OptionalDouble watts(Reading reading, long elapsedNs) {
    return switch (reading) {
      case Reading.Power power -> OptionalDouble.of(power.powerUw() / UJ_PER_J);
      case Reading.Counter now -> {
        Reading.Counter then = lastCounters.get(now.zone().id());
        if (then == null || elapsedNs <= 0) {
          yield OptionalDouble.empty();
        }
        long differenceUj = now.energyUj() - then.energyUj();
        long usedUj = differenceUj < 0 ? differenceUj + now.rangeUj() : differenceUj;
        double watts = usedUj / UJ_PER_J / (elapsedNs / NS_PER_S);
        yield usedUj < 0 || watts > MOST_WATTS ? OptionalDouble.empty() : OptionalDouble.of(watts);
      }
    };
  }
}
