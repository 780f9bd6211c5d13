// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.workload;

import java.util.List;
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
      Pattern.compile("(?:(?<prefix>.*)[-:_])?(?<id>[0-9a-f]{64})(?:\\.scope)?", Pattern.DOTALL);
  private static final Pattern LXC = Pattern.compile("lxc\\.payload\\.(?<name>.+)", Pattern.DOTALL);
  // Below /ecs/<task>: a managed instance's container, task id and number.
  private static final Pattern ECS = Pattern.compile("[0-9a-f]{32}-[0-9]{1,10}");
  // Cloud Foundry's handles are UUIDs; those of applications end after the fifth group of four.
  private static final Pattern GARDEN =
      Pattern.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-(?:[0-9a-f]{12}|[0-9a-f]{4})");
  private static final Pattern BUILDKIT = Pattern.compile("[0-9a-z]{25}");
  private static final Pattern SLURM_JOB = Pattern.compile("job_[0-9]+");
  // systemd-nspawn registers its machines so; libvirt's are virtual machines, no containers.
  private static final Pattern MACHINE =
      Pattern.compile(
          "(?:machine-(?!qemu|ch\\\\x2d\\d+\\\\x2d)(?<scope>.+)\\.scope|systemd-nspawn@(?<service>.+)\\.service)",
          Pattern.DOTALL);

  /** Parses one directory's name; what lies above it may tell what it is. */
  static Optional<ContainerSegment> parse(List<String> segments, int index) {
    String segment = segments.get(index);
    String above = index == 0 ? "" : segments.get(index - 1);
    Matcher hex = HEX_ID.matcher(segment);
    if (hex.matches()) {
      return hexId(hex.group("id"), hex.group("prefix"), above);
    }
    Matcher lxc = LXC.matcher(segment);
    if (lxc.matches()) {
      return Optional.of(new ContainerSegment(lxc.group("name"), "lxc"));
    }
    return runtimeByForm(segments, index, above)
        .map(runtime -> new ContainerSegment(segment, runtime))
        .or(() -> machine(segment, above));
  }

  /** Runtimes whose ids are no 64 digits are known by the directories around them. */
  private static Optional<String> runtimeByForm(List<String> segments, int index, String above) {
    String segment = segments.get(index);
    if (above.equals("lxc") || above.equals("lxc.payload")) {
      return Optional.of("lxc");
    }
    if (ECS.matcher(segment).matches() && segments.subList(0, index).contains("ecs")) {
      return Optional.of("unknown");
    }
    if (above.equals("garden") && GARDEN.matcher(segment).matches()) {
      return Optional.of("garden");
    }
    if (above.equals("buildkit") && BUILDKIT.matcher(segment).matches()) {
      return Optional.of("buildkit");
    }
    boolean isSlurms = segments.subList(0, index).stream().anyMatch(s -> s.startsWith("slurm"));
    if (isSlurms && SLURM_JOB.matcher(segment).matches()) {
      return Optional.of("slurm");
    }
    // ctr gives names of one's own, in containerd's default namespace.
    return index == 1 && above.equals("default") ? Optional.of("containerd") : Optional.empty();
  }

  private static Optional<ContainerSegment> machine(String segment, String above) {
    Matcher machine = MACHINE.matcher(segment);
    if (!above.equals("machine.slice") || !machine.matches()) {
      return Optional.empty();
    }
    String name =
        machine.group("scope") == null ? machine.group("service") : machine.group("scope");
    return Optional.of(new ContainerSegment(CgroupPath.unescape(name), "systemd-nspawn"));
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
