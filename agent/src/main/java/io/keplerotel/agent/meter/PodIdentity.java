// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.meter;

import io.keplerotel.agent.workload.Image;
import io.keplerotel.agent.workload.Owner;
import io.keplerotel.agent.workload.PodNames;
import io.keplerotel.agent.workload.ServiceNames;
import io.keplerotel.semconv.OtlpAttributes;
import io.keplerotel.semconv.ResourceAttributes;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.AttributesBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the semantic conventions call a pod, its owners, its image and its service. */
final class PodIdentity {
  private static final Map<String, AttributeKey<String>> OWNERS =
      Map.of(
          "Deployment", ResourceAttributes.K8S_DEPLOYMENT_NAME,
          "ReplicaSet", ResourceAttributes.K8S_REPLICASET_NAME,
          "StatefulSet", ResourceAttributes.K8S_STATEFULSET_NAME,
          "DaemonSet", ResourceAttributes.K8S_DAEMONSET_NAME,
          "Job", ResourceAttributes.K8S_JOB_NAME,
          "CronJob", ResourceAttributes.K8S_CRONJOB_NAME);

  private PodIdentity() {}

  /** The pod by its own uid, or where its names are not known by that of its cgroup. */
  static void pod(AttributesBuilder builder, Optional<String> cgroupUid, Optional<PodNames> names) {
    names
        .map(PodNames::uid)
        .or(() -> cgroupUid)
        .ifPresent(uid -> builder.put(ResourceAttributes.K8S_POD_UID, uid));
    names.ifPresent(
        pod -> {
          builder.put(ResourceAttributes.K8S_POD_NAME, pod.name());
          builder.put(ResourceAttributes.K8S_NAMESPACE_NAME, pod.namespace());
          pod.owners().forEach(owner -> owner(builder, owner));
        });
  }

  static void image(AttributesBuilder builder, Image image) {
    if (!image.name().isEmpty()) {
      builder.put(ResourceAttributes.CONTAINER_IMAGE_NAME, image.name());
    }
    if (!image.tags().isEmpty()) {
      builder.put(ResourceAttributes.CONTAINER_IMAGE_TAGS, image.tags());
    }
    image
        .digest()
        .ifPresent(
            digest ->
                builder.put(
                    ResourceAttributes.CONTAINER_IMAGE_REPO_DIGESTS,
                    List.of(image.name() + "@" + digest)));
    image.id().ifPresent(id -> builder.put(ResourceAttributes.CONTAINER_IMAGE_ID, id));
  }

  static void service(AttributesBuilder builder, ServiceNames service) {
    builder.put(OtlpAttributes.APPLICATION_NAME, service.name());
    builder.put(OtlpAttributes.APPLICATION_NAMESPACE, service.namespace());
    service.version().ifPresent(text -> builder.put(OtlpAttributes.APPLICATION_VERSION, text));
    service.instance().ifPresent(id -> builder.put(OtlpAttributes.APPLICATION_INSTANCE_ID, id));
  }

  /** Other kinds, such as a custom controller's, have no attribute. */
  private static void owner(AttributesBuilder builder, Owner owner) {
    AttributeKey<String> key = OWNERS.get(owner.kind());
    if (key != null) {
      builder.put(key, owner.name());
    }
  }
}
