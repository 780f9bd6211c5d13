// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.export.otlp;

import io.keplerotel.agent.export.Scope;
import io.keplerotel.semconv.ResourceAttributes;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.sdk.resources.Resource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The resource of the node and the agent, and those of the containers and pods on it. All bear the
 * agent's {@code service.name} and {@code service.namespace}, and each a {@code
 * service.instance.id} of its own, so that no two of a fleet are one to a backend that knows a
 * resource by these three alone.
 *
 * @param attributes of the node's resource
 * @param shared what a container's resource has of them
 */
record NodeResource(Attributes attributes, Attributes shared) {
  private static final String UNNAMED_SERVICE = "unknown_service";

  /** They describe the agent or where it runs, and none of its neighbours. */
  private static final List<String> OF_THE_AGENT =
      List.of("service.", "k8s.", "container.", "process.", "telemetry.");

  private static final List<String> OF_THE_MACHINE = List.of("k8s.cluster.", "k8s.node.");

  /**
   * Of what is known about the node.
   *
   * @param node what the agent found out
   * @param late what it found out while it ran
   * @param configured by the environment, and by the SDK; wins
   */
  static NodeResource of(Attributes node, Attributes late, Attributes configured) {
    Attributes named =
        configured.toBuilder().removeIf(key -> isDefaultName(key, configured)).build();
    Attributes all = node.toBuilder().putAll(late).putAll(named).build();
    return new NodeResource(all, all.toBuilder().removeIf(NodeResource::isAgents).build());
  }

  Resource resource() {
    return Resource.create(attributes, Scope.SCHEMA_URL);
  }

  /**
   * The resource of a container, pod, virtual machine or namespace.
   *
   * @param own what names it
   */
  Resource of(Attributes own) {
    return Resource.create(
        shared.toBuilder().putAll(own).putAll(service(own)).build(), Scope.SCHEMA_URL);
  }

  private Attributes service(Attributes own) {
    AttributesBuilder service = Attributes.builder();
    Stream.of(ResourceAttributes.SERVICE_NAME, ResourceAttributes.SERVICE_NAMESPACE)
        .forEach(
            key ->
                Optional.ofNullable(attributes.get(key))
                    .ifPresent(value -> service.put(key, value)));
    return service
        .put(
            ResourceAttributes.SERVICE_INSTANCE_ID,
            InstanceId.of(
                text(attributes, ResourceAttributes.SERVICE_INSTANCE_ID),
                text(attributes, ResourceAttributes.HOST_ID),
                text(attributes, ResourceAttributes.HOST_NAME),
                text(own, ResourceAttributes.K8S_POD_UID),
                inside(own)))
        .build();
  }

  /** A machine or a namespace may be called as a container is. */
  private static String inside(Attributes own) {
    String vmId = text(own, ResourceAttributes.VM_ID);
    if (!vmId.isEmpty()) {
      return "vm/" + vmId;
    }
    String containerId = text(own, ResourceAttributes.CONTAINER_ID);
    boolean isPods = own.get(ResourceAttributes.K8S_POD_UID) != null;
    String namespace = text(own, ResourceAttributes.K8S_NAMESPACE_NAME);
    return isPods || !containerId.isEmpty() || namespace.isEmpty()
        ? containerId
        : "namespace/" + namespace;
  }

  private static String text(Attributes attributes, AttributeKey<String> key) {
    return Objects.requireNonNullElse(attributes.get(key), "");
  }

  private static boolean isDefaultName(AttributeKey<?> key, Attributes configured) {
    return key.equals(ResourceAttributes.SERVICE_NAME)
        && String.valueOf(configured.get(key)).startsWith(UNNAMED_SERVICE);
  }

  private static boolean isAgents(AttributeKey<?> key) {
    return OF_THE_AGENT.stream().anyMatch(key.getKey()::startsWith)
        && OF_THE_MACHINE.stream().noneMatch(key.getKey()::startsWith);
  }
}
