// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The chart's monitors and rules, judged by the Prometheus operator's own definitions. */
@Tag("e2e")
class OperatorTest {
  private static final String STRICT =
      "kubectl apply --server-side --dry-run=server --validate=strict -f ";

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private static Path folder;

  @SuppressWarnings("NullAway.Init")
  private static ControlPlane plane;

  @BeforeAll
  static void define() {
    String definitions = E2eTools.path("operator-crds");
    plane = ControlPlane.start();
    AgentAccount.namespace(plane, "kepler-system");
    AgentAccount.namespace(plane, "monitoring");
    Chart.run(plane.kubeconfig(), "kubectl apply --server-side -f " + definitions).ok();
    Chart.run(
            plane.kubeconfig(),
            "kubectl wait --for=condition=Established --timeout=60s customresourcedefinition --all")
        .ok();
    Pause.until(
        Duration.ofSeconds(60),
        "the API server shows them",
        () ->
            Chart.run(plane.kubeconfig(), "kubectl api-resources --api-group=monitoring.coreos.com")
                .output()
                .contains("servicemonitors"));
  }

  @AfterAll
  static void stop() {
    plane.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--set serviceMonitor.enabled=true",
        "--values k8s/e2e/every-option.yaml",
        "--set podMonitor.enabled=true --set prometheusRule.enabled=true",
        "--set serviceMonitor.enabled=true --set prometheusRule.enabled=true --set config.prometheus.dialect=kepler-0.10",
        "--set serviceMonitor.enabled=true --set prometheusRule.enabled=true --set config.prometheus.dialect=otel",
      })
  void takesWhatTheChartSays(String values) throws IOException {
    String rendered =
        Chart.offline("helm template kepler k8s/helm/kepler --namespace kepler-system " + values)
            .ok();
    assertThat(rendered).contains("apiVersion: monitoring.coreos.com/v1");

    assertThat(apply(own(rendered)))
        .contains("serverside-applied (server dry run)")
        .doesNotContain("rror", "unknown field");
  }

  @Test
  void refusesAFieldThatThereIsNot() throws IOException {
    String rendered =
        Chart.offline(
                "helm template kepler k8s/helm/kepler --namespace kepler-system --set serviceMonitor.enabled=true")
            .ok();
    assertThat(apply(own(rendered).replace("scrapeTimeout:", "scrapeTimeOut:")))
        .contains("scrapeTimeOut");
  }

  /** The objects that the operator reads. */
  private static String own(String rendered) {
    StringBuilder own = new StringBuilder();
    for (String document : rendered.split("(?m)^---$", -1)) {
      if (document.contains("apiVersion: monitoring.coreos.com/")) {
        own.append("---").append(document);
      }
    }
    return own.toString();
  }

  private static String apply(String objects) throws IOException {
    Path file = Files.writeString(Files.createTempFile(folder, "objects", ".yaml"), objects);
    return Chart.run(plane.kubeconfig(), STRICT + file).output();
  }
}
