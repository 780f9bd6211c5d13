// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.workload;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One directory of a cgroup path that is a container's.
 *
 * @param id the runtime's full id
 * @param runtime as in {@link io.keplerotel.agent.model.Workload.Container}
 */
record ContainerSegment(String id, String runtime) {
  // cri-containerd-<id>.scope, crio-<id>, libpod-payload-<id>, …slice:cri-containerd:<id>, <id>.
  private static final Pattern HEX_ID =
      Pattern.compile("(?:(?<prefix>.*)[-:_])?(?<id>[0-9a-f]{64})(?:\\.scope)?");
  private static final Pattern LXC = Pattern.compile("lxc\\.payload\\.(?<name>.+)");

  /** Parses one directory's name, given that of the directory above it. */
  static Optional<ContainerSegment> parse(String segment, String above) {
    Matcher hex = HEX_ID.matcher(segment);
    if (hex.matches()) {
      return hexId(hex.group("id"), hex.group("prefix"), above);
    }
    Matcher lxc = LXC.matcher(segment);
    if (lxc.matches()) {
      return Optional.of(new ContainerSegment(lxc.group("name"), "lxc"));
    }
    boolean isLxc = above.equals("lxc") || above.equals("lxc.payload");
    return isLxc ? Optional.of(new ContainerSegment(segment, "lxc")) : Optional.empty();
  }

  private static Optional<ContainerSegment> hexId(
      String id, @Nullable String prefix, String above) {
    if (prefix == null) {
      return Optional.of(new ContainerSegment(id, runtimeOfFolder(above)));
    }
    // …-conmon-<id> is the process that watches a container; …libpod_pod_<id> a slice around some.
    String name = prefix.substring(Math.max(prefix.lastIndexOf(':'), prefix.lastIndexOf('/')) + 1);
    return name.endsWith("conmon") || name.endsWith("libpod_pod")
        ? Optional.empty()
        : Optional.of(new ContainerSegment(id, runtimeOfPrefix(name)));
  }

  private static String runtimeOfPrefix(String prefix) {
    return switch (prefix) {
      case "cri-containerd", "containerd", "nerdctl" -> "containerd";
      case "crio" -> "cri-o";
      case "docker" -> "docker";
      case "libpod", "libpod-payload" -> "podman";
      default -> "unknown";
    };
  }

  private static String runtimeOfFolder(String folder) {
    return switch (folder) {
      case "docker" -> "docker";
      case "k8s.io", "containerd", "default" -> "containerd";
      case "libpod_parent" -> "podman";
      default -> "unknown";
    };
  }
}
