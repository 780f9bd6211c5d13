// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.workload.kube;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Quantity;
import io.keplerotel.agent.config.PodLabels;
import io.keplerotel.agent.config.ServiceLabels;
import io.keplerotel.agent.workload.Image;
import io.keplerotel.agent.workload.Owner;
import io.keplerotel.agent.workload.PodNames;
import io.keplerotel.agent.workload.WorkloadNames.Names;
import io.keplerotel.agent.workload.kube.ObservedPod.Container;
import io.keplerotel.agent.workload.kube.ObservedPod.ContainerStatus;
import io.keplerotel.agent.workload.kube.ObservedPod.Spec;
import io.keplerotel.agent.workload.kube.ObservedPod.State;
import io.keplerotel.agent.workload.kube.ObservedPod.Status;
import io.keplerotel.agent.workload.kube.PodRecord.ContainerRecord;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Turns what Kubernetes says of a pod into what is kept of it. */
final class PodReader {
  private static final String MIRROR = "kubernetes.io/config.mirror";
  private static final String SOURCE = "kubernetes.io/config.source";
  private static final String HASH = "kubernetes.io/config.hash";
  private static final String FROM_API = "api";
  private static final String CPU = "cpu";

  private final ObservedPod pod;
  private final PodNames names;
  private final ServiceNaming service;
  private final Map<String, Container> byName = new HashMap<>();
  private final Map<String, ContainerRecord> containers = new HashMap<>();

  private PodReader(ObservedPod pod, PodLabels used) {
    ObjectMeta meta = pod.getMetadata();
    Map<String, String> labels = orNone(meta.getLabels());
    List<Owner> owners =
        each(meta.getOwnerReferences())
            .filter(owner -> Boolean.TRUE.equals(owner.getController()))
            .findFirst()
            .map(owner -> new Owner(owner.getKind(), owner.getName()))
            .map(owner -> OwnerChain.of(owner, labels, created(meta)))
            .orElse(List.of());
    this.pod = pod;
    this.service =
        new ServiceNaming(
            meta.getNamespace(),
            meta.getName(),
            owners,
            orNone(meta.getAnnotations()),
            used.service() == ServiceLabels.USE ? labels : Map.of());
    Map<String, String> carried = new LinkedHashMap<>();
    used.ofOwners().stream()
        .filter(labels::containsKey)
        .forEach(key -> carried.put(key, String.valueOf(labels.get(key))));
    this.names =
        new PodNames(
            meta.getUid(), meta.getNamespace(), meta.getName(), owners, service.ofPod(), carried);
  }

  /** What is kept of a pod. */
  static PodRecord read(ObservedPod pod, PodLabels used) {
    PodReader reader = new PodReader(pod, used);
    reader.readContainers();
    return new PodRecord(reader.cgroupUid(), reader.names, reader.containers);
  }

  /**
   * The kubelet makes a static pod's cgroup by the hash of its manifest; the uid that the API
   * server gives to its mirror is another one.
   */
  private String cgroupUid() {
    Map<String, String> annotations = orNone(pod.getMetadata().getAnnotations());
    String mirror = annotations.get(MIRROR);
    String hash = annotations.get(HASH);
    if (mirror != null) {
      return mirror;
    }
    boolean fromApi = annotations.getOrDefault(SOURCE, FROM_API).equals(FROM_API);
    return fromApi || hash == null ? names.uid() : hash;
  }

  private void readContainers() {
    Spec spec = pod.getSpec();
    if (spec != null) {
      Stream.of(spec.containers(), spec.initContainers(), spec.ephemeralContainers())
          .flatMap(PodReader::each)
          .forEach(container -> byName.put(String.valueOf(container.name()), container));
    }
    Status status = pod.getStatus();
    if (status != null) {
      Stream.of(
              status.containerStatuses(),
              status.initContainerStatuses(),
              status.ephemeralContainerStatuses())
          .flatMap(PodReader::each)
          .forEach(this::readStatus);
    }
  }

  private void readStatus(ContainerStatus status) {
    String name = String.valueOf(status.name());
    Container container = byName.get(name);
    Optional<Image> image =
        Optional.ofNullable(container == null ? status.image() : container.image())
            .filter(reference -> !reference.isEmpty())
            .map(Image::parse);
    ContainerRecord found =
        new ContainerRecord(
            new Names(
                Optional.of(names),
                Optional.of(name),
                image,
                Optional.of(service.ofContainer(name, image))),
            millicores(status.allocatedResources(), container));
    Stream.of(status.containerID(), ended(status.state()), ended(status.lastState()))
        .filter(Objects::nonNull)
        .map(PodReader::withoutRuntime)
        .filter(id -> !id.isEmpty())
        .forEach(id -> containers.put(id, found));
  }

  private static Optional<Instant> created(ObjectMeta meta) {
    try {
      return Optional.ofNullable(meta.getCreationTimestamp()).map(Instant::parse);
    } catch (DateTimeParseException ignored) {
      // No API server writes another form; then the pod's Job is all that is known.
      return Optional.empty();
    }
  }

  private static @Nullable String ended(@Nullable State state) {
    return state == null || state.terminated() == null ? null : state.terminated().containerID();
  }

  /** {@code containerd://ID} → {@code ID}. */
  private static String withoutRuntime(String id) {
    return id.substring(id.indexOf("://") < 0 ? 0 : id.indexOf("://") + 3);
  }

  /** What is granted counts; kubelets before 1.33 do not say it. */
  private static long millicores(
      @Nullable Map<String, Quantity> allocated, @Nullable Container container) {
    Quantity cpu = orNone(allocated).get(CPU);
    if (cpu == null && container != null && container.resources() != null) {
      cpu = orNone(container.resources().requests()).get(CPU);
    }
    return cpu == null
        ? 0
        : cpu.getNumericalAmount().movePointRight(3).setScale(0, RoundingMode.CEILING).longValue();
  }

  private static <K, V> Map<K, V> orNone(@Nullable Map<K, V> map) {
    return map == null ? Map.of() : map;
  }

  private static <T> Stream<T> each(@Nullable List<T> list) {
    return list == null ? Stream.empty() : list.stream();
  }
}
