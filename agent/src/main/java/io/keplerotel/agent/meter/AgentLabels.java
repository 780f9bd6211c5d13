// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.meter;

import io.keplerotel.semconv.AgentAttributes;
import io.keplerotel.semconv.KeplerLabels;
import io.keplerotel.semconv.OtlpAttributes;
import io.opentelemetry.api.common.AttributeKey;
import java.util.Map;

/** What the agent's own metrics call their attributes. */
public enum AgentLabels {
  /** Short, as Kepler's own labels, and free text among them. */
  KEPLER,
  /** In a namespace, as the semantic conventions want it. */
  OTEL;

  private static final Map<AttributeKey<String>, AttributeKey<String>> NAMESPACED =
      Map.of(
          KeplerLabels.SOURCE, OtlpAttributes.SOURCE,
          AgentAttributes.OTHER_SOURCE, OtlpAttributes.OTHER_SOURCE,
          AgentAttributes.ZONE, OtlpAttributes.HW_ID,
          AgentAttributes.LEVEL, OtlpAttributes.LEVEL,
          AgentAttributes.PROVENANCE, OtlpAttributes.PROVENANCE,
          AgentAttributes.MACHINE, OtlpAttributes.MACHINE,
          AgentAttributes.MODEL, OtlpAttributes.MODEL,
          AgentAttributes.EVIDENCE, OtlpAttributes.EVIDENCE,
          AgentAttributes.BASIS, OtlpAttributes.BASIS,
          AgentAttributes.OUTCOME, OtlpAttributes.OUTCOME);

  /** The name of this label. */
  AttributeKey<String> of(AttributeKey<String> label) {
    return this == KEPLER ? label : NAMESPACED.getOrDefault(label, label);
  }

  /** Whether text that anybody could have written may be a label. */
  boolean freeText() {
    return this == KEPLER;
  }
}
