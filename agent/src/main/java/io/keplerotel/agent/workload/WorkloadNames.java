// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.workload;

import io.keplerotel.agent.model.Workload;
import java.time.Duration;
import java.util.Optional;

/** What people call containers and pods, where somebody knows. Asked by all reading threads. */
public interface WorkloadNames {
  /** Names of the container. Cheap; an answer that changes makes new series. */
  Names ofContainer(Workload.Container container);

  /** Names of the pod whose cgroup has this uid. */
  default Optional<PodNames> ofPod(String podUid) {
    return Optional.empty();
  }

  /** How long the energy of a pod or its container is held back while its name is not known. */
  default Duration hold() {
    return Duration.ZERO;
  }

  /** Names of the workload; only a container's can be known. */
  default Names of(Workload workload) {
    return workload instanceof Workload.Container container
        ? ofContainer(container)
        : Names.UNKNOWN;
  }

  /** Whether a workload of this age is not shown yet, because its name may soon be known. */
  default boolean holds(Workload workload, Names names, long ageNs) {
    return names.container().isEmpty()
        && workload instanceof Workload.Container container
        && container.podUid().isPresent()
        && ageNs < hold().toNanos();
  }

  /** Whether a pod of this age is not shown yet, because its name may soon be known. */
  default boolean holds(Optional<PodNames> names, long ageNs) {
    return names.isEmpty() && ageNs < hold().toNanos();
  }

  /** Knows no names. */
  static WorkloadNames unknown() {
    return container -> Names.UNKNOWN;
  }

  /**
   * Names of one container.
   *
   * @param pod the Kubernetes pod that it is in
   * @param container name in the pod, or the runtime's name for it
   * @param service the service that it is of
   */
  record Names(
      Optional<PodNames> pod,
      Optional<String> container,
      Optional<Image> image,
      Optional<ServiceNames> service) {
    /** None is known. */
    public static final Names UNKNOWN =
        new Names(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** Of a container that is known to be in this pod, and no more. */
    public static Names inPod(PodNames pod) {
      return new Names(
          Optional.of(pod), Optional.empty(), Optional.empty(), Optional.of(pod.service()));
    }
  }
}
