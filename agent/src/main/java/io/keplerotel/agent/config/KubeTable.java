// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The settings about Kubernetes. */
final class KubeTable {
  static final Setting<KubeEnabled> ENABLED =
      new Setting<>(
          "kube.enabled",
          SettingType.choice(KubeEnabled.class),
          "auto",
          "Whether Kubernetes is asked for names of pods; auto: in a pod, or with kube.config.");
  static final Setting<KubeMode> MODE =
      new Setting<>(
          "kube.mode",
          SettingType.choice(KubeMode.class),
          "apiserver",
          "Who is asked: the API server, or the kubelet of this node (for large clusters).");
  static final Setting<Optional<Path>> CONFIG =
      new Setting<>(
          "kube.config",
          SettingType.optionalPath(),
          "",
          "Kubeconfig file; empty for the pod's service account.");
  static final Setting<Path> SERVICE_ACCOUNT =
      new Setting<>(
          "kube.service-account",
          SettingType.path(),
          "/var/run/secrets/kubernetes.io/serviceaccount",
          "Folder with token and ca.crt of the service account.");
  static final Setting<Optional<String>> CLUSTER_NAME =
      new Setting<>(
          "kube.cluster-name",
          SettingType.optionalText(),
          "",
          "Name of the cluster in OTLP (k8s.cluster.name).");
  static final Setting<Duration> HOLD =
      new Setting<>(
          "kube.hold",
          SettingType.duration(Duration.ZERO, Duration.ofHours(1)),
          "30s",
          "How long a container in a pod waits for its name before it is shown by its id; at most half of terminated.retention.");
  static final Setting<ServiceLabels> SERVICE_LABELS =
      new Setting<>(
          "kube.service-labels",
          SettingType.choice(ServiceLabels.class),
          "ignore",
          "Whether the labels app.kubernetes.io/instance, name and version name a pod's service in OTLP; annotations resource.opentelemetry.io/ always do.");
  static final Setting<List<String>> OWNER_LABELS =
      new Setting<>(
          "kube.owner-labels",
          SettingType.podLabels(),
          "",
          "Labels of pods that the energy of their owners carries, such as team: pod_label_team, by OTLP k8s.pod.label.team. Pods of one owner with other values are counted apart.");
  static final Setting<Optional<String>> KUBELET_ENDPOINT =
      new Setting<>(
          "kube.kubelet-endpoint",
          SettingType.optionalText(),
          "",
          "URL of the kubelet; empty for https://NODE:10250.");
  static final Setting<Optional<Path>> KUBELET_CA =
      new Setting<>(
          "kube.kubelet-ca",
          SettingType.optionalPath(),
          "",
          "Certificates to verify the kubelet's by; empty for the cluster's CA.");
  static final Setting<Boolean> KUBELET_INSECURE =
      new Setting<>(
          "kube.kubelet-insecure",
          SettingType.flag(),
          "false",
          "Whether the kubelet's certificate is not verified.");
  static final Setting<Duration> KUBELET_POLL_INTERVAL =
      new Setting<>(
          "kube.kubelet-poll-interval",
          SettingType.duration(Duration.ofSeconds(1), Duration.ofMinutes(5)),
          "5s",
          "How often the kubelet is asked.");

  private KubeTable() {}

  static List<Setting<?>> all() {
    return List.of(
        ENABLED,
        MODE,
        CONFIG,
        SERVICE_ACCOUNT,
        CLUSTER_NAME,
        HOLD,
        SERVICE_LABELS,
        OWNER_LABELS,
        KUBELET_ENDPOINT,
        KUBELET_CA,
        KUBELET_INSECURE,
        KUBELET_POLL_INTERVAL);
  }
}
