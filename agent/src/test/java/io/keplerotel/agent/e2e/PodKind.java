// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.e2e;

import java.time.Instant;
import java.util.Locale;

/** All kinds of pods that a node may have. */
enum PodKind {
  DEPLOYMENT("ReplicaSet", "%s-5d4f8", "Deployment", "%s"),
  STATEFUL_SET("StatefulSet", "%s", "StatefulSet", "%s"),
  DAEMON_SET("DaemonSet", "%s", "DaemonSet", "%s"),
  JOB("Job", "%s-1", "Job", "%s-1"),
  /** Named after the minute in which it is due, as the API server's clock has it. */
  CRON_JOB("Job", "%s-%s", "CronJob", "%s"),
  BARE("", "", "", ""),
  STATIC("", "", "", ""),
  HOST_NETWORK("DaemonSet", "%s", "DaemonSet", "%s"),
  INIT_AND_SIDECAR("ReplicaSet", "%s-5d4f8", "Deployment", "%s"),
  EPHEMERAL("", "", "", ""),
  RESTARTED("StatefulSet", "%s", "StatefulSet", "%s"),
  RECREATED("StatefulSet", "%s", "StatefulSet", "%s");

  private final String nearestKind;
  private final String nearestName;
  private final String topKind;
  private final String topName;

  PodKind(String nearestKind, String nearestName, String topKind, String topName) {
    this.nearestKind = nearestKind;
    this.nearestName = nearestName;
    this.topKind = topKind;
    this.topName = topName;
  }

  String ownerKind() {
    return topKind;
  }

  String ownerName(String base) {
    return topName.formatted(base);
  }

  /** A name that only this kind's pods have. */
  String base(int number) {
    return name().toLowerCase(Locale.ROOT).replace('_', '-') + "-" + number;
  }

  /** The pod as its controller, or the kubelet, would create it. */
  String json(String namespace, String base, String name, String node, String hash) {
    String owners =
        nearestKind.isEmpty()
            ? ""
            : """
              "ownerReferences": [{"apiVersion": "apps/v1", "kind": "%s", "name": "%s",
                "uid": "00000000-0000-4000-8000-000000000001", "controller": true}],"""
                .formatted(
                    nearestKind, nearestName.formatted(base, Instant.now().getEpochSecond() / 60));
    String annotations =
        this == STATIC
            ? """
              "kubernetes.io/config.mirror": "%1$s", "kubernetes.io/config.hash": "%1$s",
              "kubernetes.io/config.source": "file\""""
                .formatted(hash)
            : "";
    String init =
        this == INIT_AND_SIDECAR
            ? """
              "initContainers": [
                {"name": "setup", "image": "busybox:1.36"},
                {"name": "sidecar", "image": "proxy:2", "restartPolicy": "Always"}],"""
            : "";
    return """
        {"apiVersion": "v1", "kind": "Pod",
         "metadata": {"namespace": "%s", "name": "%s", %s
           "labels": {"pod-template-hash": "5d4f8"}, "annotations": {%s}},
         "spec": {"nodeName": "%s", "hostNetwork": %s, %s
           "containers": [{"name": "app", "image": "registry.example/shop/app:1.2",
             "resources": {"requests": {"cpu": "250m"}}}]}}"""
        .formatted(namespace, name, owners, annotations, node, this == HOST_NETWORK, init);
  }
}
