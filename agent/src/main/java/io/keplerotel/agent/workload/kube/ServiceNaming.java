// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.workload.kube;

import io.keplerotel.agent.workload.Image;
import io.keplerotel.agent.workload.Owner;
import io.keplerotel.agent.workload.ServiceNames;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What OpenTelemetry calls the service of a pod or container, by the semantic conventions' rules
 * for Kubernetes.
 *
 * @see <a
 *     href="https://opentelemetry.io/docs/specs/semconv/non-normative/k8s-attributes/">rules</a>
 */
record ServiceNaming(
    String namespace,
    String pod,
    List<Owner> owners,
    Map<String, String> annotations,
    Map<String, String> labels) {
  private static final String ANNOTATION = "resource.opentelemetry.io/service.";
  private static final String LABEL = "app.kubernetes.io/";

  /** Of the pod as a whole. */
  ServiceNames ofPod() {
    return names(Optional.empty(), annotation("instance.id"));
  }

  /** Of one of its containers. */
  ServiceNames ofContainer(String container, Optional<Image> image) {
    return names(
        image.flatMap(Image::version),
        annotation("instance.id")
            .or(() -> Optional.of(String.join(".", namespace, pod, container))));
  }

  private ServiceNames names(Optional<String> imageVersion, Optional<String> instance) {
    return new ServiceNames(
        annotation("name")
            .or(() -> label("instance"))
            .or(() -> label("name"))
            .orElse(owners.isEmpty() ? pod : owners.getLast().name()),
        annotation("namespace").orElse(namespace),
        annotation("version").or(() -> label("version")).or(() -> imageVersion),
        instance);
  }

  private Optional<String> annotation(String name) {
    return Optional.ofNullable(annotations.get(ANNOTATION + name));
  }

  private Optional<String> label(String name) {
    return Optional.ofNullable(labels.get(LABEL + name));
  }
}
