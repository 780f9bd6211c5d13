// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power;

import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.model.Fault;
import io.keplerotel.agent.model.Reading;
import io.keplerotel.agent.model.TickLoad;
import io.keplerotel.agent.model.Zone;
import io.keplerotel.agent.power.ZoneTrial.Verdict;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads a source of which only those zones are passed on that are to be believed: a package or
 * platform whose counter moves, with all zones inside it; a platform that counts at least about as
 * much as the packages in it. What is not believed is a fault. A source of power, not of energy, is
 * passed on as it is.
 */
final class TrialSource {
  /** Sensors are not read at the same instant. */
  private static final double LEAST_PLATFORM = 0.8;

  private static final long FIRST_WINDOW_UJ = 500_000;
  private static final long WINDOW_NS = 60_000_000_000L;

  private final PowerSource source;
  private final Map<String, ZoneTrial> trials = new LinkedHashMap<>();
  private final Map<Component, Long> goodNs = new EnumMap<>(Component.class);
  private long clockNs;
  private Map<Zone, Reading.Counter> before = Map.of();
  private Map<Zone, Reading.Counter> now = Map.of();

  private long windowNs;
  private long packagesUj;
  private long platformUj;

  /** A source of which nothing is believed yet. */
  TrialSource(PowerSource source) {
    this.source = source;
  }

  /** Whether this source covers a component. */
  enum Coverage {
    /** It has not been read for long enough to tell. */
    UNDECIDED,
    COVERED,
    NOT_COVERED
  }

  /** As the source's own. */
  Discovery discover() {
    return source.discover();
  }

  /** Reads; what is not to be believed is a fault in its place. */
  PowerReading read(TickLoad load) {
    clockNs += load.elapsedNs();
    trials.values().forEach(trial -> trial.pass(load.elapsedNs()));
    before = now;
    now = new HashMap<>();
    PowerReading reading = source.read(load);
    reading.readings().forEach(this::keep);
    List<ZoneTrial> observed = new ArrayList<>();
    for (Reading each : reading.readings()) {
      if (each instanceof Reading.Counter counter && isJudged(counter.zone())) {
        ZoneTrial trial =
            trials.computeIfAbsent(counter.zone().id(), id -> new ZoneTrial(counter.zone()));
        trial.observe(counter, load);
        observed.add(trial);
      }
    }
    judge(observed, load);
    List<Fault> faults = new ArrayList<>(reading.faults());
    trials.values().forEach(trial -> trial.fault().ifPresent(faults::add));
    List<Reading> trusted =
        reading.readings().stream().filter(each -> isTrusted(each.zone())).toList();
    for (Reading each : trusted) {
      ZoneTrial trial = trial(each.zone());
      if (trial == null || trial.movesOrRests()) {
        goodNs.put(each.zone().component().coveredWith(), clockNs);
      }
    }
    return new PowerReading(trusted, faults, reading.resting());
  }

  /** For how long the source has told nothing of the component that is to be believed, ns. */
  long silentNs(Component component) {
    return clockNs - goodNs.getOrDefault(component, clockNs);
  }

  /**
   * What the readings up to now say of a component. It is covered until nothing was heard of it for
   * some time: a reading that fails now and then is not the end of a source.
   */
  Coverage coverage(Component component) {
    if (goodNs.containsKey(component) && silentNs(component) < source.silentNs()) {
      return Coverage.COVERED;
    }
    boolean onTrial =
        trials.values().stream()
            .filter(trial -> trial.zone.component().coveredWith() == component)
            .filter(trial -> trial.unseenNs() < source.silentNs())
            .anyMatch(trial -> trial.verdict() == Verdict.ON_TRIAL);
    return onTrial ? Coverage.UNDECIDED : Coverage.NOT_COVERED;
  }

  /** What this counter showed one reading ago, believed or not. */
  Optional<Reading.Counter> before(Zone zone) {
    return Optional.ofNullable(before.get(zone));
  }

  /** All counters of the last reading, believed or not. */
  Collection<Reading.Counter> countersRead() {
    return now.values();
  }

  /** Reads without judging: for a look at a source that counts nothing. */
  PowerReading look(TickLoad load) {
    return source.read(load);
  }

  /** The source is not read for some time: what it said before says nothing of later. */
  void rest() {
    goodNs.clear();
    trials.values().forEach(ZoneTrial::rest);
    before = Map.of();
    now = Map.of();
  }

  /** A zone inside another one is believed as that one is: it may well be idle. */
  boolean isTrusted(Zone zone) {
    ZoneTrial trial = trial(zone);
    return trial == null || trial.verdict() == Verdict.TRUSTED;
  }

  private void keep(Reading reading) {
    if (reading instanceof Reading.Counter counter) {
      now.put(counter.zone(), counter);
    }
  }

  private @Nullable ZoneTrial trial(Zone zone) {
    return trials.get(isJudged(zone) ? zone.id() : zone.parent().orElse(""));
  }

  private static boolean isJudged(Zone zone) {
    return zone.component() == Component.PACKAGE || zone.component() == Component.PLATFORM;
  }

  private void judge(List<ZoneTrial> observed, TickLoad load) {
    List<ZoneTrial> packages = moving(observed, trial -> !trial.isPlatform());
    packages.forEach(trial -> trial.decide(Verdict.TRUSTED));
    List<ZoneTrial> platforms = moving(observed, ZoneTrial::isPlatform);
    boolean noPackages =
        trials.values().stream()
            .allMatch(trial -> trial.isPlatform() || trial.verdict() == Verdict.DEAD);
    if (noPackages) {
      platforms.forEach(trial -> trial.decide(Verdict.TRUSTED));
    } else {
      compare(packages, platforms, load);
    }
  }

  /** Those that are, or may come to be, believed and have moved. */
  private static List<ZoneTrial> moving(List<ZoneTrial> observed, Predicate<ZoneTrial> which) {
    return observed.stream()
        .filter(which)
        .filter(ZoneTrial::hasMoved)
        .filter(trial -> trial.verdict() == Verdict.ON_TRIAL || trial.verdict() == Verdict.TRUSTED)
        .toList();
  }

  /** Compares what platform and packages count: soon for the first time, then every minute. */
  private void compare(List<ZoneTrial> packages, List<ZoneTrial> platforms, TickLoad load) {
    windowNs += load.elapsedNs();
    packagesUj += packages.stream().mapToLong(ZoneTrial::movedByUj).sum();
    platformUj += platforms.stream().mapToLong(ZoneTrial::movedByUj).sum();
    boolean isFirst = platforms.stream().anyMatch(trial -> trial.verdict() == Verdict.ON_TRIAL);
    if (packagesUj < FIRST_WINDOW_UJ || !(isFirst || windowNs >= WINDOW_NS)) {
      return;
    }
    boolean plausible = platformUj >= LEAST_PLATFORM * packagesUj;
    platforms.forEach(trial -> trial.decide(plausible ? Verdict.TRUSTED : Verdict.IMPLAUSIBLE));
    windowNs = 0;
    packagesUj = 0;
    platformUj = 0;
  }
}
