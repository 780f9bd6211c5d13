// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.observability;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What can be said of the dashboards without any data. */
class DashboardsTest {
  /** Of which there are many in a large cluster. */
  private static final Pattern MANY =
      Pattern.compile("\\{\\{(node|namespace|owner|pod|container|process)}}");

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
      assertThat(MetricNames.unknownIn(query.text())).as(query.place()).isEmpty();
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
    assertThat(names).contains("datasource", "job", "cluster", "node");
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

  /**
   * Most machines have none: panels that are of GPUs alone are not shown until the row is opened.
   */
  @Test
  void panelsOfGpusAreInAClosedRow() {
    List<String> open = new ArrayList<>();
    for (JsonNode dashboard : Dashboards.all()) {
      dashboard.path("panels").forEach(panel -> open.add(panel.path("title").asText()));
    }
    assertThat(open).isNotEmpty().noneMatch(title -> title.contains("GPU") && !title.contains(":"));
    assertThat(Dashboards.queries())
        .filteredOn(query -> query.place().matches(".*: [^:]*GPU.*"))
        .isNotEmpty()
        .allMatch(query -> query.text().contains("_gpu_"));
  }

  /** A stack of 300 lines cannot be read. */
  @ParameterizedTest
  @MethodSource("dashboards")
  void stacksByNameShowTheTopFifteenAndAllOthers(JsonNode dashboard) {
    for (JsonNode panel : panels(dashboard)) {
      String legend = panel.path("targets").path(0).path("legendFormat").asText();
      JsonNode custom = panel.path("fieldConfig").path("defaults").path("custom");
      boolean stacked = custom.path("stacking").path("mode").asText().equals("normal");
      boolean many = MANY.matcher(legend).find();
      if (stacked && many) {
        assertThat(panel.path("targets").path(0).path("expr").asText())
            .as(panel.path("title").asText())
            .contains("topk(15, ", "@ end()", "\"all others\"");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void descriptionsAreWholeSentences(JsonNode dashboard) {
    for (JsonNode panel : panels(dashboard)) {
      assertThat(panel.path("description").asText())
          .as(panel.path("title").asText())
          .matches("(?s)[A-Z].*[^.]\\.")
          .hasSizeGreaterThan(30);
    }
  }

  /** Time and choices are kept where a click goes to another page. */
  @ParameterizedTest
  @MethodSource("dashboards")
  void linksKeepTimeAndVariables(JsonNode dashboard) {
    for (JsonNode panel : panels(dashboard)) {
      for (JsonNode url : panel.findValues("url")) {
        assertThat(url.asText())
            .as(panel.path("title").asText())
            .contains("${datasource:queryparam}", "${job:queryparam}", "${__url_time_range}")
            .containsPattern("\\$\\{cluster:queryparam}|var-cluster=");
      }
    }
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
