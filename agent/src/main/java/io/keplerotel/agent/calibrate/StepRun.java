// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.calibrate;

import io.keplerotel.agent.power.estimated.calibration.Calibration.Mode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Puts a machine under load, level by level, and watches what it uses. For one thread. */
public final class StepRun {
  private static final double BUSY = 0.05;
  private static final double FULL = 0.9;

  private final Meter meter;
  private final Load load;
  private final Pace pace;
  private final Progress progress;

  /** Nothing runs yet; the load is not closed by it. */
  public StepRun(Meter meter, Load load, Pace pace, Progress progress) {
    this.meter = meter;
    this.load = load;
    this.pace = pace;
    this.progress = progress;
  }

  /** What to do with a machine that is not as it should be. */
  public enum Doubt {
    REFUSE,
    GO_ON
  }

  /**
   * Runs for as long as the schedule takes.
   *
   * @throws CalibrationException if the machine is busy, has no counter or cannot be loaded
   */
  Observed run(Schedule schedule, Doubt doubt) throws CalibrationException, InterruptedException {
    Watch watch = new Watch(meter, pace, progress);
    checkIdle(watch, schedule, doubt);
    List<Sighting> warm = warmUp(watch, schedule);
    List<List<Sighting>> groups = new ArrayList<>();
    int expected = 0;
    for (double level : schedule.levels()) {
      progress.begins(String.format(Locale.ROOT, "%3.0f %% load", level * 100), schedule.step());
      load.set(level);
      // What is read first still has something of the level before.
      watch.read(schedule.interval(), schedule.interval());
      Duration rest = schedule.step().minus(schedule.interval());
      List<Sighting> sightings = watch.read(rest, schedule.interval());
      checkLoad();
      groups.add(sightings);
      if (level > 0 && groups.stream().allMatch(StepRun::isBlind)) {
        throw noCounter();
      }
      expected += Math.toIntExact(Math.ceilDiv(rest.toNanos(), schedule.interval().toNanos()));
      progress.ends(Sheet.line(sightings));
    }
    load.set(0);
    checkFull(groups.getLast(), schedule.levels().getLast(), doubt);
    return new Observed(Mode.STEPS, groups, warm, expected);
  }

  private void checkIdle(Watch watch, Schedule schedule, Doubt doubt)
      throws CalibrationException, InterruptedException {
    progress.begins("is it idle?", schedule.look());
    load.set(0);
    List<Sighting> sightings = watch.read(schedule.look(), schedule.interval());
    progress.ends(Sheet.line(sightings));
    if (sightings.isEmpty()) {
      throw new CalibrationException(
          "how busy the machine is cannot be read; check host.procfs, it needs a stat file");
    }
    if (isBlind(sightings) && !meter.faults().isEmpty()) {
      throw noCounter();
    }
    double busy = middle(sightings);
    if (busy > BUSY && doubt == Doubt.REFUSE) {
      throw new CalibrationException(
          String.format(
              Locale.ROOT,
              "the machine is busy: %.0f %% of its CPUs in the last %d s, where at most %.0f %% is idle enough; stop what runs on it (kepler-agent top shows what), drain the node, learn from that load with --passive 1h, or go on with --force",
              100 * busy,
              Math.max(1, schedule.look().toSeconds()),
              100 * BUSY));
    }
  }

  private List<Sighting> warmUp(Watch watch, Schedule schedule)
      throws CalibrationException, InterruptedException {
    List<Sighting> warm = List.of();
    if (schedule.warmUp().isPositive()) {
      progress.begins("warming up at full load", schedule.warmUp());
      load.set(1);
      List<Sighting> sightings = watch.read(schedule.warmUp(), schedule.interval());
      checkLoad();
      int last = Math.toIntExact(schedule.step().dividedBy(schedule.interval()));
      warm = sightings.subList(Math.max(0, sightings.size() - last), sightings.size());
      progress.ends(Sheet.line(warm));
      if (isBlind(warm)) {
        throw noCounter();
      }
    }
    return warm;
  }

  private static boolean isBlind(List<Sighting> sightings) {
    return sightings.stream().allMatch(each -> each.watts().isEmpty());
  }

  private CalibrationException noCounter() {
    String why = meter.faults().stream().distinct().collect(Collectors.joining("; "));
    return new CalibrationException(
        "no energy counter of this machine works"
            + (why.isEmpty() ? "" : ": " + why)
            + "; calibrate the host that it runs on, and give its file to this machine");
  }

  private void checkLoad() throws CalibrationException {
    if (load.failure().isPresent()) {
      throw new CalibrationException(
          "the load ended early: " + load.failure().get() + "; please report this");
    }
  }

  private static void checkFull(List<Sighting> last, double level, Doubt doubt)
      throws CalibrationException {
    double reached = utilization(last);
    if (reached < FULL * level && doubt == Doubt.REFUSE) {
      throw new CalibrationException(
          String.format(
              Locale.ROOT,
              "at %.0f %% load only %.0f %% of the CPUs' time was used: is there a CPU limit on this process? Run it outside of a container or without limit, or go on with --force",
              100 * level,
              100 * reached));
    }
  }

  /** The median: this process has only just started, which is not how busy the machine is. */
  private static double middle(List<Sighting> sightings) {
    return sightings.stream()
        .mapToDouble(Sighting::utilization)
        .sorted()
        .skip(sightings.size() / 2)
        .findFirst()
        .orElse(0);
  }

  private static double utilization(List<Sighting> sightings) {
    return sightings.stream().mapToDouble(Sighting::utilization).average().orElse(0);
  }
}
