// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.status;

import io.keplerotel.agent.config.Settings;
import io.keplerotel.agent.sampling.Clock;
import io.keplerotel.agent.sampling.TickFailures;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** What {@code /healthz}, {@code /readyz} and the page on {@code /} say. Any thread. */
public final class HealthReport {
  private static final double UW_PER_W = 1e6;
  private static final Duration LATE = Duration.ofSeconds(5);
  private static final Duration STUCK = Duration.ofMinutes(2);
  private static final int LATE_TICKS = 3;

  private final Supplier<AgentStatus> status;
  private final TickFailures failures;
  private final Clock clock;
  private final Duration late;

  @Inject
  HealthReport(StatusReport status, TickFailures failures, Clock clock, Settings settings) {
    this((Supplier<AgentStatus>) status, failures, clock, settings.interval());
  }

  HealthReport(
      Supplier<AgentStatus> status, TickFailures failures, Clock clock, Duration interval) {
    this.status = status;
    this.failures = failures;
    this.clock = clock;
    Duration ticks = interval.multipliedBy(LATE_TICKS);
    this.late = ticks.compareTo(LATE) > 0 ? ticks : LATE;
  }

  public Health.Checks checks() {
    return new Health.Checks(this::alive, this::ready, this::lines);
  }

  /** Not alive is only what a restart would mend: a sampler that is stuck. */
  private Health alive() {
    OptionalLong ageNs = ageNs();
    boolean stuck = ageNs.isPresent() && ageNs.getAsLong() > STUCK.toNanos();
    return new Health(!stuck, List.of(stuck ? lastTick(ageNs) : "alive"));
  }

  /** Ready: the last tick is recent, CPU time is read, and at least one source of power works. */
  private Health ready() {
    OptionalLong ageNs = ageNs();
    boolean recent = ageNs.isPresent() && ageNs.getAsLong() <= late.toNanos();
    AgentStatus now = status.get();
    boolean power = now.sources().powerWorks();
    boolean cpu = now.sources().cpuTimeWorks();
    List<String> lines = new ArrayList<>(List.of(lastTick(ageNs)));
    failures.now().ifPresent(failing -> lines.add(line(failing)));
    if (!power) {
      lines.add("no source of power works");
    }
    if (!cpu) {
      lines.add("CPU time is not read, or not as it should be");
    }
    lines.addAll(lines(now));
    return new Health(recent && power && cpu, lines);
  }

  private List<String> lines() {
    return lines(status.get());
  }

  private static List<String> lines(AgentStatus status) {
    List<String> lines = new ArrayList<>();
    new TreeMap<>(status.sources().states())
        .forEach(
            (name, source) ->
                lines.add(
                    source.available()
                        ? "%s: works".formatted(name)
                        : "%s: not available: %s".formatted(name, source.reason())));
    for (Map.Entry<String, String> fault : new TreeMap<>(status.sources().faults()).entrySet()) {
      lines.add("%s: %s".formatted(fault.getKey(), fault.getValue()));
    }
    status.estimate().ifPresent(estimate -> lines.add(line(estimate)));
    Cost.Pushes pushes = status.cost().pushes();
    lines.add(
        "OTLP: %d pushes ok, %d failed, %d data points rejected"
            .formatted(pushes.ok(), pushes.failed(), pushes.rejected()));
    return lines;
  }

  private String line(TickFailures.Failing failing) {
    return "the last %d ticks failed, so figures are %.0f s old: %s"
        .formatted(
            failing.count(),
            Duration.ofNanos(clock.nanoTime() - failing.sinceNs()).toMillis() / 1000.0,
            failing.what());
  }

  private static String line(EstimateState estimate) {
    String bounds =
        new TreeMap<>(estimate.bounds())
            .entrySet().stream()
                .map(
                    zone ->
                        "%s %.1f to %.1f W"
                            .formatted(
                                zone.getKey(),
                                zone.getValue().lowUw() / UW_PER_W,
                                zone.getValue().highUw() / UW_PER_W))
                .collect(Collectors.joining(", "));
    return "estimate by %s (%s): 90 of 100 such machines use %s"
        .formatted(estimate.model(), estimate.reason(), bounds);
  }

  private OptionalLong ageNs() {
    return status.get().ticks().ageNs(clock.nanoTime());
  }

  private static String lastTick(OptionalLong ageNs) {
    return ageNs.isEmpty()
        ? "no tick yet"
        : "last tick %.1f s ago".formatted(Duration.ofNanos(ageNs.getAsLong()).toMillis() / 1000.0);
  }
}
