// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.observability;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What can be said of the dashboards without any data. */
class DashboardsTest {
  /** Kepler 0.7 has them, this agent not yet; the panels say so. */
  private static final Set<String> GPU =
      Set.of("kepler_node_gpu_joules_total", "kepler_container_gpu_joules_total");

  static List<JsonNode> dashboards() {
    return Dashboards.all();
  }

  @Test
  void eachHasAnAddressOfItsOwn() {
    assertThat(dashboards().stream().map(dashboard -> dashboard.path("uid").asText()))
        .containsExactlyInAnyOrder(
            "kepler-cluster",
            "kepler-node",
            "kepler-workloads",
            "kepler-processes",
            "kepler-agent");
  }

  @Test
  void queriesNameOnlyMetricsThatTheAgentHas() {
    for (Dashboards.Query query : Dashboards.queries()) {
      Set<String> unknown = new HashSet<>(MetricNames.unknownIn(query.text()));
      unknown.removeAll(GPU);
      assertThat(unknown).as(query.place()).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void nothingHasToBeEditedAfterTheImport(JsonNode dashboard) {
    assertThat(dashboard.has("__inputs")).isFalse();
    for (JsonNode panel : panels(dashboard)) {
      assertThat(panel.path("datasource").path("uid").asText())
          .as(panel.path("title").asText())
          .isEqualTo("${datasource}");
    }
    List<String> names = new ArrayList<>();
    dashboard.path("templating").path("list").forEach(v -> names.add(v.path("name").asText()));
    assertThat(names).contains("datasource", "cluster", "node");
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void everyPanelHasAUnitADescriptionAndAWordForNoData(JsonNode dashboard) {
    for (JsonNode panel : panels(dashboard)) {
      String title = panel.path("title").asText();
      JsonNode defaults = panel.path("fieldConfig").path("defaults");
      assertThat(panel.path("description").asText()).as(title).isNotBlank();
      assertThat(defaults.path("unit").asText()).as(title).isNotBlank();
      assertThat(defaults.path("noValue").asText()).as(title).isNotBlank();
    }
  }

  /** Most machines have none: what is of GPUs is neither asked for nor shown until it is opened. */
  @Test
  void panelsOfGpusAreInAClosedRow() {
    List<String> open = new ArrayList<>();
    for (JsonNode dashboard : Dashboards.all()) {
      dashboard.path("panels").forEach(panel -> open.add(panel.path("targets").toString()));
    }
    assertThat(open).isNotEmpty().noneMatch(targets -> targets.contains("_gpu_"));
    assertThat(Dashboards.queries()).anyMatch(query -> query.text().contains("_gpu_"));
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void panelsDoNotOverlap(JsonNode dashboard) {
    Set<String> cells = new HashSet<>();
    Set<Integer> ids = new HashSet<>();
    for (JsonNode panel : Dashboards.panels(dashboard)) {
      assertThat(ids.add(panel.path("id").asInt())).isTrue();
      JsonNode place = panel.path("gridPos");
      for (int x = place.path("x").asInt(); x < right(place); x++) {
        assertThat(x).isLessThan(24);
        for (int y = place.path("y").asInt(); y < bottom(place); y++) {
          assertThat(cells.add(x + "," + y)).as(panel.path("title").asText()).isTrue();
        }
      }
    }
  }

  private static int right(JsonNode place) {
    return place.path("x").asInt() + place.path("w").asInt();
  }

  private static int bottom(JsonNode place) {
    return place.path("y").asInt() + place.path("h").asInt();
  }

  private static List<JsonNode> panels(JsonNode dashboard) {
    List<JsonNode> panels = new ArrayList<>();
    for (JsonNode panel : Dashboards.panels(dashboard)) {
      if (!panel.path("type").asText().equals("row")) {
        panels.add(panel);
      }
    }
    assertThat(panels).isNotEmpty();
    return panels;
  }
}
