// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.workload.kube;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A pod as it is read from JSON: only what names its containers. All else is skipped by the parser,
 * and the client's classes for it are never loaded.
 */
@Group("")
@Version("v1")
@Kind("Pod")
@Singular("pod")
@Plural("pods")
@JsonDeserialize(using = JsonDeserializer.None.class)
@JsonIgnoreProperties(ignoreUnknown = true)
final class ObservedPod implements HasMetadata, Namespaced {
  private @Nullable String apiVersion;
  private @Nullable String kind;
  private ObjectMeta metadata = new ObjectMeta();
  private @Nullable Spec spec;
  private @Nullable Status status;

  /** What was asked for. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Spec(
      @Nullable List<Container> containers,
      @Nullable List<Container> initContainers,
      @Nullable List<Container> ephemeralContainers) {}

  /** A container of the pod. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Container(@Nullable String name, @Nullable String image, @Nullable Resources resources) {}

  /** What a container has requested. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Resources(@Nullable Map<String, Quantity> requests) {}

  /** What became of it. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Status(
      @Nullable List<ContainerStatus> containerStatuses,
      @Nullable List<ContainerStatus> initContainerStatuses,
      @Nullable List<ContainerStatus> ephemeralContainerStatuses) {}

  /**
   * A container that was made: the present one, and the one before it.
   *
   * @param allocatedResources requests that the node has granted, which a resize may lag behind
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record ContainerStatus(
      @Nullable String name,
      @Nullable String containerID,
      @Nullable String image,
      @Nullable Map<String, Quantity> allocatedResources,
      @Nullable State state,
      @Nullable State lastState) {}

  /** How a container is. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record State(@Nullable Terminated terminated) {}

  /** How it ended. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Terminated(@Nullable String containerID) {}

  @Override
  public ObjectMeta getMetadata() {
    return metadata;
  }

  @Override
  public void setMetadata(ObjectMeta metadata) {
    this.metadata = metadata;
  }

  @Override
  public @Nullable String getApiVersion() {
    return apiVersion;
  }

  @Override
  public void setApiVersion(String apiVersion) {
    this.apiVersion = apiVersion;
  }

  @Override
  public @Nullable String getKind() {
    return kind;
  }

  public void setKind(String kind) {
    this.kind = kind;
  }

  public @Nullable Spec getSpec() {
    return spec;
  }

  public void setSpec(Spec spec) {
    this.spec = spec;
  }

  public @Nullable Status getStatus() {
    return status;
  }

  public void setStatus(Status status) {
    this.status = status;
  }
}
