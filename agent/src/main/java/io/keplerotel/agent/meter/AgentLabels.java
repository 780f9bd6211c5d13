// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.meter;

import io.keplerotel.semconv.AgentAttributes;
import io.keplerotel.semconv.KeplerLabels;
import io.keplerotel.semconv.KeplerTenLabels;
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
      Map.ofEntries(
          Map.entry(KeplerLabels.SOURCE, OtlpAttributes.SOURCE),
          Map.entry(AgentAttributes.OTHER_SOURCE, OtlpAttributes.OTHER_SOURCE),
          Map.entry(AgentAttributes.ZONE, OtlpAttributes.HW_ID),
          Map.entry(AgentAttributes.LEVEL, OtlpAttributes.LEVEL),
          Map.entry(AgentAttributes.PROVENANCE, OtlpAttributes.PROVENANCE),
          Map.entry(AgentAttributes.MACHINE, OtlpAttributes.MACHINE),
          Map.entry(AgentAttributes.MODEL, OtlpAttributes.MODEL),
          Map.entry(AgentAttributes.EVIDENCE, OtlpAttributes.EVIDENCE),
          Map.entry(AgentAttributes.BASIS, OtlpAttributes.BASIS),
          Map.entry(AgentAttributes.OUTCOME, OtlpAttributes.OUTCOME),
          Map.entry(KeplerTenLabels.GPU, OtlpAttributes.HW_NAME),
          Map.entry(KeplerTenLabels.GPU_NAME, OtlpAttributes.HW_MODEL),
          Map.entry(KeplerTenLabels.VENDOR, OtlpAttributes.HW_VENDOR));

  /** The name of this label. */
  AttributeKey<String> of(AttributeKey<String> label) {
    return this == KEPLER ? label : NAMESPACED.getOrDefault(label, label);
  }

  /** Whether text that anybody could have written may be a label. */
  boolean freeText() {
    return this == KEPLER;
  }
}
