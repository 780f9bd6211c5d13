// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.model;

import java.util.Optional;

/** Anything that energy is attributed to, one level above the process. */
public sealed interface Workload {
  /** Unique among all workloads of the machine; Kepler's {@code container_id}. */
  String id();

  /**
   * A container.
   *
   * @param id the runtime's full id
   * @param runtime {@code containerd}, {@code cri-o}, {@code docker}, {@code podman} or, where the
   *     path does not tell, {@code unknown}
   * @param podUid uid of the Kubernetes pod as its cgroup says it, where the path tells; a static
   *     pod's is the hash of its manifest
   */
  record Container(String id, String runtime, Optional<String> podUid) implements Workload {}

  /**
   * A systemd unit on a machine without containers.
   *
   * @param id its name, such as {@code nginx.service}
   */
  record Unit(String id) implements Workload {}

  /** What is neither in a container nor in a named unit. */
  enum Pseudo implements Workload {
    /** Kernel threads. */
    KERNEL("kernel_processes"),
    /** All other processes of the host. */
    SYSTEM("system_processes");

    private final String id;

    Pseudo(String id) {
      this.id = id;
    }

    @Override
    public String id() {
      return id;
    }
  }
}
