// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.meter;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.model.Machine;
import io.keplerotel.agent.power.estimated.Evidence;
import io.keplerotel.agent.status.AgentStatus;
import io.keplerotel.agent.status.EstimateState;
import io.keplerotel.agent.status.EstimateState.Bounds;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class EstimateMetricsTest {
  private static final AgentStatus ESTIMATED =
      new AgentStatus(
          AgentStatus.UNKNOWN.ticks(),
          AgentStatus.UNKNOWN.sources(),
          AgentStatus.UNKNOWN.losses(),
          List.of(),
          List.of(),
          Optional.of(
              new EstimateState(
                  "catalogue-2025-06/amd-epyc-9654",
                  Evidence.CPU_MODEL,
                  "13 published servers",
                  Map.of("platform", new Bounds(80_000_000, 150_000_000)))),
          List.of(),
          Machine.VIRTUAL,
          AgentStatus.UNKNOWN.cost());

  @Test
  void modelEvidenceAndBoundsAreShown() {
    assertThat(points(AgentLabels.KEPLER, ESTIMATED))
        .containsEntry(
            "kepler.agent.estimate",
            "1 {evidence=\"cpu-model\", model=\"catalogue-2025-06/amd-epyc-9654\"}")
        .containsEntry("kepler.agent.estimate.low", "80000000 {zone=\"platform\"}")
        .containsEntry("kepler.agent.estimate.high", "150000000 {zone=\"platform\"}");
    assertThat(points(AgentLabels.OTEL, ESTIMATED))
        .containsEntry(
            "kepler.agent.estimate",
            "1 {kepler.evidence=\"cpu-model\", kepler.model=\"catalogue-2025-06/amd-epyc-9654\"}")
        .containsEntry("kepler.agent.estimate.low", "80000000 {hw.id=\"platform\"}");
  }

  @Test
  void nothingIsShownWhereNothingIsEstimated() {
    assertThat(points(AgentLabels.KEPLER, AgentStatus.UNKNOWN)).isEmpty();
  }

  private static Map<String, String> points(AgentLabels labels, AgentStatus status) {
    Map<String, String> points = new TreeMap<>();
    for (AgentTable.Row row : AgentTable.rows(labels, () -> 0)) {
      if (row.metric().name().contains("estimate")) {
        row.reader()
            .read(
                status,
                (value, attributes) -> points.put(row.metric().name(), value + " " + attributes));
      }
    }
    return points;
  }
}
