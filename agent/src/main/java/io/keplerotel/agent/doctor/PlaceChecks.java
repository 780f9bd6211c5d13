// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.doctor;

import io.keplerotel.agent.linux.fs.CgroupHierarchy;
import io.keplerotel.agent.linux.fs.CgroupTree;
import io.keplerotel.agent.linux.fs.HostFiles;
import io.keplerotel.agent.linux.fs.MemoryLimit;
import io.keplerotel.agent.linux.fs.UnreadableException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Where the process sits: cgroups, namespaces, locale, memory. */
final class PlaceChecks {
  private static final long MIB = 1L << 20;

  /** Below this the launcher's least heap, 24 MiB, and what is beside it do not fit. */
  private static final long LEAST_MIB = 64;

  private static final long USUAL_MIB = 128;
  private static final String FIRST_PID_NAMESPACE = "4026531836";
  private static final String CGROUPS = "cgroups";

  private final Surroundings here;
  private final HostFiles files;

  PlaceChecks(Surroundings here) {
    this.here = here;
    this.files = here.files();
  }

  List<Check> all() {
    return List.of(
        new Check(CGROUPS, () -> List.of(cgroups())),
        new Check("pid namespace", () -> List.of(pidNamespace())),
        new Check("locale", () -> List.of(locale())),
        new Check("memory", () -> List.of(memory())));
  }

  private Finding cgroups() throws UnreadableException {
    CgroupTree tree = CgroupTree.find(files);
    boolean isSeen =
        Stream.of(tree.unified(), tree.legacy().map(CgroupTree.Legacy::hierarchy))
            .flatMap(Optional::stream)
            .anyMatch(CgroupHierarchy::isThere);
    if (!isSeen) {
      return Finding.problem(
          CGROUPS,
          "none to be seen below %s: containers cannot be told apart".formatted(files.sysfs()),
          "mount the host's /sys with what is mounted in it (docker, podman: rslave; Kubernetes: mountPropagation: HostToContainer)");
    }
    return Finding.ok(
        CGROUPS,
        tree.controller()
            .map(
                controller ->
                    (tree.unified().isPresent() ? "hybrid: " : "")
                        + "version 1, followed by "
                        + controller.kernelName())
            .orElse("version 2"));
  }

  private Finding pidNamespace() {
    try {
      boolean isHosts =
          Files.readSymbolicLink(here.own().pidNamespace())
              .toString()
              .contains(FIRST_PID_NAMESPACE);
      if (isHosts) {
        return Finding.ok("pid namespace", "the host's");
      }
    } catch (IOException ignored) {
      // As elsewhere in the agent: where it cannot be told, nothing is claimed.
      return Finding.note("pid namespace", "it cannot be told whether it is the host's");
    }
    return Finding.problem(
        "pid namespace",
        "not the host's: BPF sees the processes of this one only, so figures are wrong",
        "hostPID: true; podman, docker: --pid=host");
  }

  private Finding locale() {
    boolean isWide = here.encoding().toUpperCase(Locale.ROOT).startsWith("UTF");
    return isWide
        ? Finding.ok("locale", "names are read as " + here.encoding())
        : Finding.note(
            "locale",
            "names of files and settings are read as %s: those beyond it are not found"
                .formatted(here.encoding()),
            "start it by bin/kepler-agent, or set LC_ALL=C.UTF-8");
  }

  private Finding memory() {
    long heapMib = here.heapBytes() / MIB;
    OptionalLong limit = MemoryLimit.bytes(files, here.own());
    if (limit.isEmpty()) {
      return Finding.ok(
          "memory", "no limit but the machine's; heap up to %d MiB".formatted(heapMib));
    }
    long limitMib = limit.getAsLong() / MIB;
    String text = "limit %d MiB, heap up to %d MiB".formatted(limitMib, heapMib);
    if (limitMib < LEAST_MIB || heapMib >= limitMib) {
      return Finding.problem(
          "memory",
          text + ": the kernel will kill the agent, or it ends with OutOfMemoryError",
          heapMib >= limitMib && limitMib >= LEAST_MIB
              ? "start it by bin/kepler-agent, which fits the heap to the limit, or raise the limit"
              : "raise the limit to %d MiB, more on nodes with many containers"
                  .formatted(USUAL_MIB));
    }
    return limitMib < USUAL_MIB
        ? Finding.note(
            "memory",
            text + ": enough for some hundred containers",
            "raise the limit to %d MiB if the node holds more".formatted(USUAL_MIB))
        : Finding.ok("memory", text);
  }
}
