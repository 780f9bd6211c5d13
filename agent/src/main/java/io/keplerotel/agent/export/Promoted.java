// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.export;

import io.keplerotel.semconv.OtlpAttributes;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.resources.Resource;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Where a point belongs, by its attributes.
 *
 * @param resource the node's, or the container's
 * @param rest what stays on the point
 * @param startEpochNs when its counter began, ns since 1970; empty if the SDK knows it best
 */
record Promoted(Resource resource, Attributes rest, Optional<Long> startEpochNs) {
  private static final String CONTAINER = "container.";
  private static final String KUBERNETES = "k8s.";
  private static final String SERVICE = "service.";
  private static final String HOST = "host.";

  static Promoted of(Attributes point, Resource node, UnaryOperator<Resource> cache) {
    Attributes moved = point.toBuilder().removeIf(key -> !belongsToContainer(key)).build();
    Attributes rest =
        point.toBuilder().removeIf(key -> belongsToContainer(key) || isStartTime(key)).build();
    Resource resource = moved.isEmpty() ? node : cache.apply(container(moved, node));
    return new Promoted(
        resource, rest, Optional.ofNullable(point.get(OtlpAttributes.START_TIME_UNIX_NANO)));
  }

  /** The container's own attributes, and which machine it is on; not the agent's service name. */
  private static Resource container(Attributes moved, Resource node) {
    Attributes machine =
        node.getAttributes().toBuilder().removeIf(key -> !belongsToMachine(key)).build();
    return Resource.create(machine.toBuilder().putAll(moved).build());
  }

  private static boolean belongsToContainer(AttributeKey<?> key) {
    return key.getKey().startsWith(CONTAINER)
        || key.getKey().startsWith(KUBERNETES)
        || key.getKey().startsWith(SERVICE);
  }

  private static boolean belongsToMachine(AttributeKey<?> key) {
    return key.getKey().startsWith(HOST) || key.getKey().startsWith(KUBERNETES);
  }

  private static boolean isStartTime(AttributeKey<?> key) {
    return key.equals(OtlpAttributes.START_TIME_UNIX_NANO);
  }
}
