// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.workload.kube;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.Consumer;

/** Asks what the node is until it is known, seldom; where it may not be known, it is absent. */
final class NodeQuestion {
  private static final String INSTANCE_TYPE = "node.kubernetes.io/instance-type";
  private static final long AGAIN_NS = 600_000_000_000L;

  private final KubernetesClient client;
  private final String nodeName;
  private final Consumer<NodeAnswer> answer;
  private boolean asked;
  private boolean known;
  private long askedNs;

  NodeQuestion(KubernetesClient client, String nodeName, Consumer<NodeAnswer> answer) {
    this.client = client;
    this.nodeName = nodeName;
    this.answer = answer;
  }

  void ask(long nowNs) {
    if (known || (asked && nowNs - askedNs < AGAIN_NS)) {
      return;
    }
    asked = true;
    askedNs = nowNs;
    try {
      String json = client.raw("/api/v1/nodes/" + nodeName);
      if (json != null) {
        JsonNode node = client.getKubernetesSerialization().unmarshal(json, JsonNode.class);
        answer.accept(answer(node.path("metadata")));
        known = true;
      }
    } catch (KubernetesClientException | UncheckedIOException ignored) {
      // Forbidden, no such node, or no token now: k8s.node.uid is absent, which nothing depends on.
      known = false;
    }
  }

  /** What the metadata of a node say. */
  static NodeAnswer answer(JsonNode metadata) {
    String type = metadata.path("labels").path(INSTANCE_TYPE).asText();
    return new NodeAnswer(
        metadata.path("uid").asText(), Optional.of(type).filter(text -> !text.isEmpty()));
  }
}
