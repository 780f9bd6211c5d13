// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.meter;

import io.keplerotel.agent.model.Workload;
import java.util.Optional;

/** What people call a container, where somebody knows. Asked at every collection, by its thread. */
public interface WorkloadNames {
  /** Names of the container. Cheap; an answer that changes makes new series. */
  Names ofContainer(Workload.Container container);

  /** Names of the workload; only a container's can be known. */
  default Names of(Workload workload) {
    return workload instanceof Workload.Container container
        ? ofContainer(container)
        : Names.UNKNOWN;
  }

  /** Knows no names. */
  static WorkloadNames unknown() {
    return container -> Names.UNKNOWN;
  }

  /**
   * Names of one container.
   *
   * @param pod Kubernetes pod
   * @param namespace Kubernetes namespace
   * @param container name in the pod, or the runtime's name for it
   */
  record Names(Optional<String> pod, Optional<String> namespace, Optional<String> container) {
    /** None is known. */
    public static final Names UNKNOWN =
        new Names(Optional.empty(), Optional.empty(), Optional.empty());
  }
}
