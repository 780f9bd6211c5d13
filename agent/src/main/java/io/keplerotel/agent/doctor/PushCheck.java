// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.doctor;

import io.keplerotel.agent.export.otlp.PushTrial;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Pushes nothing to where the agent would push metrics, and says what is answered. */
final class PushCheck {
  private static final String TOPIC = "otlp";

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
              : Finding.problem(
                  TOPIC,
                  "cannot push metrics to %s: %s".formatted(result.target(), result.reason()),
                  result.hint()));
    }
    return findings.isEmpty()
        ? List.of(Finding.ok(TOPIC, "the OTEL_ variables want no push"))
        : findings;
  }
}
