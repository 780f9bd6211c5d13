// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.linux.fs;

import java.nio.file.Path;

/**
 * What the kernel says of one process, as a rule the agent's own. Immutable.
 *
 * @param folder such as {@code /proc/self}
 */
public record OwnFiles(Path folder) {
  /** Those of this process, always from its own procfs. */
  public static OwnFiles here() {
    return new OwnFiles(Path.of("/proc/self"));
  }

  /** User, capabilities, seccomp. */
  public Path status() {
    return folder.resolve("status");
  }

  /** What a security module such as SELinux or AppArmor calls it. */
  public Path label() {
    return folder.resolve("attr/current");
  }

  /** Its PID namespace, a link. */
  public Path pidNamespace() {
    return folder.resolve("ns/pid");
  }

  /** The cgroups that it sits in. */
  public Path cgroup() {
    return folder.resolve("cgroup");
  }

  /** The mounts that it sees. */
  public Path mountinfo() {
    return folder.resolve("mountinfo");
  }
}
