// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.keplerotel.agent.export.otlp.PushedNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two agents and an instrumented application push to one Prometheus, without this repository's
 * settings for it: no two series become one, and nobody's {@code target_info} is disturbed.
 */
@Tag("e2e")
class OtlpIdentityTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int CONTAINERS = 2;

  /** Prometheus' own documentation/examples/prometheus-otlp.yml. */
  private static final String EXAMPLE =
      """
      otlp:
        promote_resource_attributes:
          - service.instance.id
          - service.name
          - service.namespace
          - cloud.availability_zone
          - cloud.region
          - container.name
          - deployment.environment.name
          - k8s.cluster.name
          - k8s.container.name
          - k8s.cronjob.name
          - k8s.daemonset.name
          - k8s.deployment.name
          - k8s.job.name
          - k8s.namespace.name
          - k8s.pod.name
          - k8s.replicaset.name
          - k8s.statefulset.name
        translation_strategy: UnderscoreEscapingWithSuffixes
      """;

  private static final String NOTHING =
      "otlp:\n  translation_strategy: UnderscoreEscapingWithSuffixes\n";

  @TempDir Path folder = Path.of("");

  @ParameterizedTest
  @ValueSource(strings = {EXAMPLE, NOTHING})
  void twoAgentsAndAnApplicationStayApart(String config) throws Exception {
    Path file = Files.writeString(folder.resolve("prometheus.yml"), config);
    try (CurrentPrometheus prometheus =
            CurrentPrometheus.start(file, folder.resolve("data"), "--web.enable-otlp-receiver");
        PushedNode first = PushedNode.named("node-1", prometheus.url() + "/api/v1/otlp");
        PushedNode second = PushedNode.named("node-2", prometheus.url() + "/api/v1/otlp");
        PushedNode.Application application = first.application(prometheus.url() + "/api/v1/otlp")) {
      Pause.until(PATIENCE, () -> "both nodes are there", () -> nodes(prometheus) == 2);
      Pause.until(PATIENCE, () -> "the application is there", () -> joined(prometheus) == 1);
      assertThat(value(prometheus, "sum(kepler_node_energy_joules_total)"))
          .isCloseTo(first.nodeJoules() + second.nodeJoules(), within(1e-6));
      assertThat(value(prometheus, "sum(kepler_container_energy_joules_total)"))
          .isCloseTo(first.containerJoules() + second.containerJoules(), within(1e-6));
      assertThat(value(prometheus, "count(count by (job, instance) (target_info))"))
          .as("agent, containers, pod and namespace of each node, and the application")
          .isEqualTo(2.0 * (1 + CONTAINERS + 2) + 1);
      assertThat(value(prometheus, "count(target_info)"))
          .as("each has one target_info")
          .isEqualTo(2.0 * (1 + CONTAINERS + 2) + 1);
      assertThat(value(prometheus, "sum(app_requests_total)")).isEqualTo(application.requests());
    }
  }

  private static double nodes(CurrentPrometheus prometheus) {
    return value(
        prometheus, "count(count by (instance) (kepler_node_energy_joules_total)) or vector(0)");
  }

  /** The application's own figures still find its target_info. */
  private static double joined(CurrentPrometheus prometheus) {
    return value(
        prometheus,
        "count(app_requests_total * on (job, instance) group_left (k8s_pod_name) target_info)"
            + " or vector(0)");
  }

  private static double value(CurrentPrometheus prometheus, String query) {
    List<CurrentPrometheus.Sample> samples = prometheus.query(query, Instant.now());
    assertThat(samples).as(query).hasSize(1);
    return Double.parseDouble(samples.getFirst().value());
  }
}
