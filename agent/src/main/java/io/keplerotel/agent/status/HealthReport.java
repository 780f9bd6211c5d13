// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.status;

import io.keplerotel.agent.config.Settings;
import io.keplerotel.agent.sampling.Discovered;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/** What {@code /healthz}, {@code /readyz} and the page on {@code /} say. Any thread. */
public final class HealthReport {
  private static final Duration LATE = Duration.ofSeconds(5);
  private static final Duration STUCK = Duration.ofMinutes(2);
  private static final int LATE_TICKS = 3;

  private final AgentState state;
  private final Duration late;
  private final Set<String> sourceNames;

  @Inject
  HealthReport(AgentState state, Discovered found, Settings settings) {
    this.state = state;
    Duration ticks = settings.interval().multipliedBy(LATE_TICKS);
    this.late = ticks.compareTo(LATE) > 0 ? ticks : LATE;
    this.sourceNames = found.powerSources();
  }

  public Health.Checks checks() {
    return new Health.Checks(this::alive, this::ready, this::lines);
  }

  /** Not alive is only what a restart would mend: a sampler that is stuck. */
  private Health alive() {
    OptionalLong ageNs = state.tickAgeNs();
    boolean stuck = ageNs.isPresent() && ageNs.getAsLong() > STUCK.toNanos();
    return new Health(!stuck, List.of(stuck ? lastTick(ageNs) : "alive"));
  }

  /** Ready: the last tick is recent, CPU time is read, and at least one source of power works. */
  private Health ready() {
    OptionalLong ageNs = state.tickAgeNs();
    boolean recent = ageNs.isPresent() && ageNs.getAsLong() <= late.toNanos();
    AgentStatus status = state.status();
    boolean power = sourceNames.stream().anyMatch(status::works);
    boolean cpu = status.works(status.cpuTimeSource());
    List<String> lines = new ArrayList<>(List.of(lastTick(ageNs)));
    if (!power) {
      lines.add("no source of power works");
    }
    if (!cpu) {
      lines.add("CPU time is not read, or not as it should be");
    }
    lines.addAll(lines(status));
    return new Health(recent && power && cpu, lines);
  }

  private List<String> lines() {
    return lines(state.status());
  }

  private List<String> lines(AgentStatus status) {
    List<String> lines = new ArrayList<>();
    new TreeMap<>(status.sources())
        .forEach(
            (name, source) ->
                lines.add(
                    source.available()
                        ? "%s: works".formatted(name)
                        : "%s: not available: %s".formatted(name, source.reason())));
    for (Map.Entry<String, String> fault : new TreeMap<>(status.faults()).entrySet()) {
      lines.add("%s: %s".formatted(fault.getKey(), fault.getValue()));
    }
    lines.add(
        "OTLP: %d pushes ok, %d failed, %d data points rejected"
            .formatted(state.exportsOk(), state.exportsFailed(), state.rejectedPoints()));
    return lines;
  }

  private static String lastTick(OptionalLong ageNs) {
    return ageNs.isEmpty()
        ? "no tick yet"
        : "last tick %.1f s ago".formatted(Duration.ofNanos(ageNs.getAsLong()).toMillis() / 1000.0);
  }
}
