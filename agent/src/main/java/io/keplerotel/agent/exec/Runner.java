// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.exec;

import io.keplerotel.agent.linux.fs.UnreadableException;
import io.keplerotel.agent.model.Provenance;
import io.keplerotel.agent.model.Snapshot;
import io.keplerotel.agent.model.Workload;
import io.keplerotel.agent.model.Zone;
import io.keplerotel.agent.sampling.Sampler;
import io.keplerotel.agent.usage.command.CommandTimes;
import io.keplerotel.agent.workload.WorkloadDirectory;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Runs a command, once or several times, and reads all sources while it does. The thread that calls
 * it is the one that ticks.
 */
public final class Runner {
  /** Counters that never move are replaced by an estimate in less. */
  private static final Duration LONGEST_SETTLING = Duration.ofSeconds(15);

  /** As long as a meter outside of the machine may take between two readings. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  private final Sampler sampler;
  private final WorkloadDirectory workloads;
  private final CommandTimes times;
  private final Places places;
  private final Signalled signalled;

  /** Nothing is read yet. */
  public Runner(
      Sampler sampler,
      WorkloadDirectory workloads,
      CommandTimes times,
      Places places,
      Signalled signalled) {
    this.sampler = sampler;
    this.workloads = workloads;
    this.times = times;
    this.places = places;
    this.signalled = signalled;
  }

  /**
   * Runs it as often as planned, or until one run fails or a signal comes.
   *
   * @throws ExecException if energy cannot be read or the command cannot be run
   */
  public List<Run> run(Plan plan) throws ExecException, InterruptedException {
    settle(plan);
    List<Run> runs = new ArrayList<>();
    while (runs.size() < plan.repeat() && signalled.last().isEmpty()) {
      Run run = runOnce(plan);
      runs.add(run);
      if (run.status() != 0) {
        break;
      }
    }
    return runs;
  }

  /** What is measured, or estimated, as the last reading had it. */
  public List<Zone> zones() {
    return sampler.latest().zones();
  }

  /**
   * Waits until there is energy to be counted; where counters are read, for so long as it takes to
   * see what the machine uses without the command.
   */
  private void settle(Plan plan) throws ExecException, InterruptedException {
    long beginNs = System.nanoTime();
    sampler.tick();
    boolean counts = false;
    while (signalled.last().isEmpty()) {
      Duration passed = Duration.ofNanos(System.nanoTime() - beginNs);
      counts = zones().stream().anyMatch(zone -> zone.component().inTotal());
      boolean longEnough = !learnsIdle() || passed.compareTo(plan.settle()) >= 0;
      if ((counts && longEnough) || passed.compareTo(LONGEST_SETTLING) >= 0) {
        break;
      }
      Thread.sleep(plan.interval());
      sampler.tick();
    }
    if (!counts && signalled.last().isEmpty()) {
      throw new ExecException(
          ExecException.CANNOT_MEASURE,
          "this machine shows no energy, and an estimate is not allowed or not possible; the command was not run. Run kepler-agent doctor, or leave power.sources and power.estimates as they are by default");
    }
  }

  private boolean learnsIdle() {
    Predicate<Zone> measured = zone -> zone.provenance() == Provenance.MEASURED;
    return zones().isEmpty() || zones().stream().anyMatch(measured);
  }

  private Run runOnce(Plan plan) throws ExecException, InterruptedException {
    try (Place place = places.make()) {
      Workload workload = new Workload.Unit(place.cgroup().path());
      times.follow(place.counter(), place.cgroup());
      workloads.claim(place.cgroup(), workload);
      return run(plan, place, new Gauge(sampler, workload, plan.interval().toNanos() / 2));
    } catch (UnreadableException e) {
      throw new ExecException(ExecException.CANNOT_MEASURE, e.getMessage());
    } finally {
      times.leave();
    }
  }

  private Run run(Plan plan, Place place, Gauge gauge) throws ExecException, InterruptedException {
    Instant startedAt = Instant.now();
    long startNs = System.nanoTime();
    Process process = start(place.enter(plan.command()));
    place.entered((int) process.pid());
    signalled.begins(process.pid());
    long intervalMs = plan.interval().toMillis();
    try {
      while (!process.waitFor(intervalMs, TimeUnit.MILLISECONDS)) {
        gauge.tick();
      }
    } finally {
      signalled.ended();
    }
    while (plan.until() == Plan.Until.ALL_ENDED
        && place.counter().running() > 0
        && signalled.last().isEmpty()) {
      Thread.sleep(intervalMs);
      gauge.tick();
    }
    long wallNs = System.nanoTime() - startNs;
    gauge.finish();
    int left = place.counter().running();
    awaitMeters(gauge, intervalMs);
    return new Run(
        process.exitValue(),
        startedAt,
        wallNs,
        gauge.cpuUs(),
        gauge.peakUw(wallNs),
        left,
        gauge.zones());
  }

  /** What a meter counts that is read now and then, it says of the command only later. */
  private void awaitMeters(Gauge gauge, long intervalMs) throws InterruptedException {
    Snapshot end = gauge.latest();
    long beginNs = System.nanoTime();
    while (gauge.isBehind(end)
        && signalled.last().isEmpty()
        && System.nanoTime() - beginNs < LONGEST_WAIT.toNanos()) {
      Thread.sleep(intervalMs);
      gauge.tick();
    }
  }

  private static Process start(List<String> line) throws ExecException {
    try {
      ProcessBuilder builder = new ProcessBuilder(line).inheritIO();
      LauncherVariables.takeBack(builder.environment());
      return builder.start();
    } catch (IOException e) {
      throw new ExecException(
          ExecException.NOT_EXECUTABLE, "cannot run %s: %s".formatted(line, e.getMessage()));
    }
  }
}
