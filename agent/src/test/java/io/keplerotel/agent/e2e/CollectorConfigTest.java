// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The Collector's configurations and manifests, each as it ships. */
@Tag("e2e")
class CollectorConfigTest {
  @TempDir Path folder = Path.of("");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "node.yaml",
        "node.yaml to-gateway.yaml",
        "gateway.yaml",
        "own.yaml",
        "gateway.yaml to-remote-write.yaml",
        "scrape.yaml",
        "scrape.yaml to-remote-write.yaml",
        "scrape.yaml scrape-kubernetes.yaml",
      })
  void isValid(String configs) {
    Command.Result result =
        CollectorProcess.validate(Map.of("KUBE_NODE_NAME", "node-1"), configs.split(" "));
    assertThat(result.output()).as(configs).isEmpty();
    assertThat(result.status()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"node.yaml", "gateway.yaml"})
  void isValidWithTls(String config) {
    Map<String, String> environment =
        Map.of("KUBE_NODE_NAME", "node-1", "TLS_FOLDER", TlsFolder.create(folder).toString());
    assertThat(CollectorProcess.validate(environment, config, "tls.yaml").output()).isEmpty();
    assertThat(CollectorProcess.validate(environment, config, "tls.yaml", "mtls.yaml").output())
        .isEmpty();
  }

  /** Or the tests above say nothing. */
  @Test
  void anOverlayAloneIsNotValid() {
    assertThat(CollectorProcess.validate(Map.of(), "tls.yaml").status()).isNotZero();
  }

  /** The endpoints of otel-collector/README.md. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://prometheus.observability:9090/api/v1/otlp,otlp.protocol=http/protobuf",
        "http://kepler-gateway.observability:4317",
        "http://kepler-collector.observability:4317",
      })
  void chartPointsTheAgentsThere(String values) throws Exception {
    String endpoint = values.replaceFirst(",.*", "");
    assertThat(Files.readString(Chart.ROOT.resolve("otel-collector/README.md"))).contains(endpoint);
    assertThat(
            Chart.offline("helm template kepler k8s/helm/kepler --set otlp.endpoint=" + values)
                .ok())
        .contains("value: \"" + endpoint + "\"");
  }

  @Test
  void manifestsAreAccepted() {
    try (ControlPlane plane = ControlPlane.start()) {
      AgentAccount.namespace(plane, "observability");
      Path kubeconfig = plane.kubeconfig();
      assertThat(apply(kubeconfig, "node"))
          .contains("daemonset.apps/kepler-collector created", "service/kepler-collector created");
      assertThat(apply(kubeconfig, "gateway"))
          .contains("deployment.apps/kepler-gateway created", "kepler-gateway-headless created");
    }
  }

  private static String apply(Path kubeconfig, String manifest) {
    String printed =
        Chart.run(kubeconfig, "kubectl apply -f otel-collector/kubernetes/" + manifest + ".yaml")
            .ok();
    assertThat(printed).doesNotContain("Warning");
    return printed;
  }
}
