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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A source of which only those zones are passed on that are to be believed: a package or platform
 * whose counter moves, with all zones inside it; a platform that counts at least about as much as
 * the packages in it. What is not believed is a fault. A source of power, not of energy, is passed
 * on as it is.
 */
public final class TrialSource implements PowerSource {
  /** Sensors are not read at the same instant. */
  private static final double LEAST_PLATFORM = 0.8;

  private static final long FIRST_WINDOW_UJ = 500_000;
  private static final long WINDOW_NS = 60_000_000_000L;

  private final PowerSource source;
  private final Map<String, ZoneTrial> trials = new LinkedHashMap<>();
  private boolean readsPower;

  private long windowNs;
  private long packagesUj;
  private long platformUj;

  /** A source of which nothing is believed yet. */
  public TrialSource(PowerSource source) {
    this.source = source;
  }

  /** Whether this source covers the machine's CPUs or all of it. */
  public enum Coverage {
    /** It has not been read for long enough to tell. */
    UNDECIDED,
    COVERED,
    NOT_COVERED
  }

  @Override
  public String name() {
    return source.name();
  }

  @Override
  public List<Zone> discover() {
    return source.discover();
  }

  @Override
  public PowerReading read(TickLoad load) {
    PowerReading reading = source.read(load);
    List<ZoneTrial> observed = new ArrayList<>();
    for (Reading each : reading.readings()) {
      switch (each) {
        case Reading.Counter counter when isJudged(counter.zone()) -> {
          ZoneTrial trial =
              trials.computeIfAbsent(counter.zone().id(), id -> new ZoneTrial(counter.zone()));
          trial.observe(counter, load);
          observed.add(trial);
        }
        case Reading.Counter ignored -> {}
        case Reading.Power ignored -> readsPower = true;
      }
    }
    judge(observed, load);
    List<Fault> faults = new ArrayList<>(reading.faults());
    trials.values().forEach(trial -> trial.fault().ifPresent(faults::add));
    return new PowerReading(
        reading.readings().stream().filter(each -> isTrusted(each.zone())).toList(), faults);
  }

  /** What the readings up to now say. */
  public Coverage coverage() {
    Collection<ZoneTrial> all = trials.values();
    if (readsPower || all.stream().anyMatch(trial -> trial.verdict() == Verdict.TRUSTED)) {
      return Coverage.COVERED;
    }
    return all.stream().anyMatch(trial -> trial.verdict() == Verdict.ON_TRIAL)
        ? Coverage.UNDECIDED
        : Coverage.NOT_COVERED;
  }

  private static boolean isJudged(Zone zone) {
    return zone.component() == Component.PACKAGE || zone.component() == Component.PLATFORM;
  }

  /** A zone inside another one is believed as that one is: it may well be idle. */
  private boolean isTrusted(Zone zone) {
    ZoneTrial trial = trials.get(isJudged(zone) ? zone.id() : zone.parent().orElse(""));
    return trial == null || trial.verdict() == Verdict.TRUSTED;
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
