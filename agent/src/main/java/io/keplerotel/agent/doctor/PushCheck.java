// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.doctor;

import io.keplerotel.agent.export.otlp.PushTrial;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Pushes nothing to where the agent would push metrics, and says what is answered. */
final class PushCheck {
  private static final String TOPIC = "otlp";

  /** Variables by which people say where to push. */
  private static final List<String> CHOOSE_ENDPOINT =
      List.of(
          "OTEL_EXPORTER_OTLP_ENDPOINT",
          "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT",
          "OTEL_METRICS_EXPORTER");

  private final boolean enabled;
  private final Map<String, String> environment;
  private final Duration patience;

  /**
   * A check.
   *
   * @param enabled whether the settings want pushes
   * @param patience for all answers together
   */
  PushCheck(boolean enabled, Map<String, String> environment, Duration patience) {
    this.enabled = enabled;
    this.environment = environment;
    this.patience = patience;
  }

  Check check() {
    return new Check(TOPIC, this::find);
  }

  private List<Finding> find() {
    if (!enabled) {
      return List.of(Finding.ok(TOPIC, "off (otlp.enabled=false)"));
    }
    List<Finding> findings = new ArrayList<>();
    for (PushTrial.Result result : PushTrial.of(environment, patience)) {
      findings.add(
          result.arrived()
              ? Finding.ok(TOPIC, result.target() + " takes metrics (an empty push was tried)")
              : refused(result, environment.keySet()));
    }
    return findings.isEmpty()
        ? List.of(Finding.ok(TOPIC, "the OTEL_ variables want no push"))
        : findings;
  }

  /** Nothing is wrong with a machine whose agent nobody has told of a Collector. */
  static Finding refused(PushTrial.Result result, Set<String> variables) {
    String text = "cannot push metrics to %s: %s".formatted(result.target(), result.reason());
    return CHOOSE_ENDPOINT.stream().anyMatch(variables::contains)
        ? Finding.problem(TOPIC, text, result.hint())
        : Finding.note(
            TOPIC,
            text + "; no endpoint was set, so this is the usual one",
            "set OTEL_EXPORTER_OTLP_ENDPOINT if you have a Collector, or --otlp.enabled=false");
  }
}
