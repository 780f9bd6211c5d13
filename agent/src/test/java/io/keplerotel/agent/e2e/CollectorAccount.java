// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.e2e;

import java.time.Duration;
import java.util.Map;

/** The service account of otel-collector/kubernetes/node.yaml, applied as it ships. */
final class CollectorAccount {
  private static final String NAMESPACE = "observability";
  private static final String NAME = "kepler-collector";

  private CollectorAccount() {}

  /** Applies the manifest; returns the variables by which a Collector outside a pod uses it. */
  static Map<String, String> environment(ControlPlane plane) {
    AgentAccount.namespace(plane, NAMESPACE);
    Chart.run(plane.kubeconfig(), "kubectl apply -f otel-collector/kubernetes/node.yaml").ok();
    String token = plane.token(NAMESPACE, NAME, Duration.ofMinutes(20));
    return Map.of(
        "K8S_AUTH_TYPE",
        "kubeConfig",
        "KUBECONFIG",
        plane.kubeconfig(token).toString(),
        "KUBE_NODE_NAME",
        TestNode.NAME);
  }
}
