// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.model;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
  record Container(String id, String runtime, Optional<String> podUid) implements Workload {
    // Written out for the reasons of ProcessKey's and of PowerOffer's.
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Container container
          && id.equals(container.id)
          && runtime.equals(container.runtime)
          && podUid.equals(container.podUid);
    }

    @Override
    public int hashCode() {
      return id.hashCode();
    }
  }

  /**
   * A systemd unit on a machine without containers.
   *
   * @param id its name, such as {@code nginx.service}
   */
  record Unit(String id) implements Workload {
    // As Container's.
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Unit unit && id.equals(unit.id);
    }

    @Override
    public int hashCode() {
      return id.hashCode();
    }
  }

  /**
   * A virtual machine: all processes that run it.
   *
   * @param id {@code vm/} and what {@link #vmId} is
   * @param name what people call it; as its id where it has no name
   * @param hypervisor who runs it, such as {@code kvm}
   */
  record VirtualMachine(String id, String name, String hypervisor) implements Workload {
    private static final String PREFIX = "vm/";

    /**
     * With an id that no other workload of the machine has.
     *
     * @param vmId its UUID, or where it has none something else that stays the same
     */
    public static VirtualMachine of(String vmId, String name, String hypervisor) {
      return new VirtualMachine(PREFIX + vmId, name, hypervisor);
    }

    /** What its own world calls it; Kepler's {@code vm_id}. */
    public String vmId() {
      return id.substring(PREFIX.length());
    }
  }

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
