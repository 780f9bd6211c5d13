// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How the names of pods are learnt.
 *
 * @param config kubeconfig; empty for the service account
 * @param serviceAccount folder of the token and the CA that Kubernetes mounts into pods
 * @param clusterName name of the cluster, which Kubernetes itself does not know
 * @param hold how long energy of a container is held back while its name is not known
 * @param labels what labels of pods are for
 */
public record KubeSettings(
    KubeEnabled enabled,
    KubeMode mode,
    Optional<Path> config,
    Path serviceAccount,
    Optional<String> clusterName,
    Duration hold,
    PodLabels labels,
    Kubelet kubelet) {
  /**
   * The kubelet.
   *
   * @param endpoint URL; empty for port 10250 of this node
   * @param ca certificates that its own is verified against; empty for the cluster's
   * @param insecure whether its certificate is not verified
   */
  public record Kubelet(
      Optional<String> endpoint, Optional<Path> ca, boolean insecure, Duration pollInterval) {}

  static KubeSettings of(SettingValues values) {
    return new KubeSettings(
        values.get(KubeTable.ENABLED),
        values.get(KubeTable.MODE),
        values.get(KubeTable.CONFIG),
        values.get(KubeTable.SERVICE_ACCOUNT),
        values.get(KubeTable.CLUSTER_NAME),
        values.get(KubeTable.HOLD),
        new PodLabels(values.get(KubeTable.SERVICE_LABELS), values.get(KubeTable.OWNER_LABELS)),
        new Kubelet(
            values.get(KubeTable.KUBELET_ENDPOINT),
            values.get(KubeTable.KUBELET_CA),
            values.get(KubeTable.KUBELET_INSECURE),
            values.get(KubeTable.KUBELET_POLL_INTERVAL)));
  }
}
