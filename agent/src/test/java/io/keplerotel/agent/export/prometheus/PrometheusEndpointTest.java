// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.export.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import io.keplerotel.agent.config.Dialect;
import io.keplerotel.agent.meter.KnownNames;
import io.keplerotel.agent.meter.Snapshots;
import io.keplerotel.agent.workload.WorkloadNames;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PrometheusEndpointTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden");

  @ParameterizedTest
  @EnumSource
  void wholeExpositionIsAsInTheGoldenFile(Dialect dialect) throws Exception {
    Path golden = GOLDEN.resolve(dialect + "-dialect.prom");
    WorkloadNames names = KnownNames.of("shop", "web-5d4f8-x2x", "nginx");
    try (PrometheusFixture prometheus = new PrometheusFixture(Snapshots.at(1), dialect, names)) {
      String exposition = prometheus.scrape();
      if (Boolean.getBoolean("golden.write")) {
        Files.writeString(golden, exposition);
      }
      assertThat(exposition)
          .as("write it again with -Dgolden.write=true, and read the difference")
          .isEqualTo(Files.readString(golden));
    }
  }

  @Test
  void beforeTheFirstTickThereIsNoEnergy() throws Exception {
    try (PrometheusFixture prometheus = new PrometheusFixture(Snapshots.empty())) {
      assertThat(samples(prometheus.scrape()))
          .noneMatch(line -> line.startsWith("kepler_node_package"))
          .anyMatch(line -> line.startsWith("kepler_agent_ticks_total"));
    }
  }

  @Test
  void componentThatNoZoneHasIsAbsent() throws Exception {
    try (PrometheusFixture prometheus = new PrometheusFixture(Snapshots.at(1))) {
      assertThat(prometheus.scrape()).doesNotContain("uncore");
    }
  }

  @Test
  void noLabelSetAppearsTwice() throws Exception {
    try (PrometheusFixture prometheus = new PrometheusFixture(Snapshots.at(1))) {
      assertThat(samples(prometheus.scrape()).stream().map(line -> line.replaceAll(" \\S+$", "")))
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void twoScrapesOfOneSnapshotAreTheSame() throws Exception {
    try (PrometheusFixture prometheus = new PrometheusFixture(Snapshots.at(1))) {
      assertThat(prometheus.scrape()).isEqualTo(prometheus.scrape());
    }
  }

  @Test
  void containerThatLeavesTheSnapshotLeavesTheExposition() throws Exception {
    try (PrometheusFixture prometheus = new PrometheusFixture(Snapshots.at(1))) {
      assertThat(prometheus.scrape()).contains(Snapshots.BATCH.id());
      prometheus.snapshot.set(Snapshots.withoutBatch(2));
      assertThat(prometheus.scrape()).doesNotContain(Snapshots.BATCH.id());
      prometheus.snapshot.set(Snapshots.at(3));
      assertThat(prometheus.scrape()).contains(Snapshots.BATCH.id());
    }
  }

  @Test
  void containersAndUnattributedAddUpToTheNode() throws Exception {
    try (PrometheusFixture prometheus = new PrometheusFixture(Snapshots.at(1))) {
      List<String> samples = samples(prometheus.scrape());
      for (String component : List.of("package", "core", "dram", "platform", "other")) {
        for (String mode : List.of("idle", "dynamic")) {
          double parts =
              sum(samples, "kepler_container_" + component + "_joules_total{", mode, "")
                  + sum(samples, "kepler_node_unattributed", mode, "component=\"" + component);
          assertThat(parts)
              .as(component + " " + mode)
              .isCloseTo(
                  sum(samples, "kepler_node_" + component + "_joules_total{", mode, ""),
                  offset(1e-9));
        }
      }
    }
  }

  @Test
  void moreContainersThanTheSdksOwnLimitAreAllShown() throws Exception {
    try (PrometheusFixture prometheus = new PrometheusFixture(Snapshots.crowd(2_500))) {
      assertThat(samples(prometheus.scrape()))
          .filteredOn(line -> line.startsWith("kepler_container_joules_total{"))
          .hasSize(2 * 2_500)
          .noneMatch(line -> line.contains("overflow"));
    }
  }

  private static double sum(List<String> samples, String metric, String mode, String label) {
    return samples.stream()
        .filter(line -> line.startsWith(metric))
        .filter(line -> line.contains("mode=\"" + mode) && line.contains(label))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private static List<String> samples(String exposition) {
    return exposition.lines().filter(line -> !line.startsWith("#")).toList();
  }
}
