// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.export.otlp;

import io.keplerotel.semconv.OtlpAttributes;
import io.keplerotel.semconv.ResourceAttributes;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.resources.Resource;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Where a point belongs, by its attributes.
 *
 * @param resource the node's, the container's, or the virtual machine's
 * @param rest what stays on the point
 * @param startEpochNs when its counter began, ns since 1970; empty if the SDK knows it best
 */
record Promoted(Resource resource, Attributes rest, Optional<Long> startEpochNs) {
  private static final List<String> OF_A_CONTAINER =
      List.of(
          "container.",
          "k8s.",
          ResourceAttributes.VM_ID.getKey().replace("id", ""),
          OtlpAttributes.APPLICATION_NAME.getKey().replace("name", ""));

  static Promoted of(Attributes point, NodeResource node, UnaryOperator<Resource> cache) {
    Attributes moved = point.toBuilder().removeIf(key -> !belongsToContainer(key)).build();
    Attributes rest =
        point.toBuilder().removeIf(key -> belongsToContainer(key) || isStartTime(key)).build();
    return new Promoted(
        cache.apply(moved.isEmpty() ? node.resource() : node.of(moved)),
        rest,
        Optional.ofNullable(point.get(OtlpAttributes.START_TIME_UNIX_NANO)));
  }

  private static boolean belongsToContainer(AttributeKey<?> key) {
    return OF_A_CONTAINER.stream().anyMatch(key.getKey()::startsWith);
  }

  private static boolean isStartTime(AttributeKey<?> key) {
    return key.equals(OtlpAttributes.START_TIME_UNIX_NANO);
  }
}
