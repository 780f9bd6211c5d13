// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.doctor;

import io.keplerotel.agent.linux.fs.HostFiles;
import io.keplerotel.agent.linux.fs.SmallFile;
import io.keplerotel.agent.linux.fs.UnreadableException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the kernel can do, and what it forbids. */
final class KernelChecks {
  private static final Pattern RELEASE =
      Pattern.compile("(?<major>\\d{1,5})\\.(?<minor>\\d{1,5}).*");
  private static final Pattern CHOSEN = Pattern.compile("\\[(\\w+)]");

  /** Task-local storage in tracing programs. */
  private static final int LEAST_MAJOR = 5;

  private static final int LEAST_MINOR = 11;

  private final HostFiles files;

  KernelChecks(HostFiles files) {
    this.files = files;
  }

  List<Check> all() {
    return List.of(
        new Check("kernel", () -> List.of(release())),
        new Check("btf", () -> List.of(types())),
        new Check("lockdown", () -> List.of(lockdown())),
        new Check("perf events", () -> List.of(perfEvents())),
        new Check("bpf for users", () -> List.of(unprivilegedBpf())));
  }

  private Finding release() throws UnreadableException {
    String release = new SmallFile().text(files.kernelRelease()).strip();
    Matcher matcher = RELEASE.matcher(release);
    if (matcher.matches() && isOld(matcher)) {
      return Finding.note(
          "kernel",
          release + ": too old for the agent's BPF programs, so CPU time is read from cgroup files",
          "use Linux 5.11 or later");
    }
    return Finding.ok("kernel", release);
  }

  private static boolean isOld(Matcher release) {
    int major = Integer.parseInt(release.group("major"));
    int minor = Integer.parseInt(release.group("minor"));
    return major < LEAST_MAJOR || (major == LEAST_MAJOR && minor < LEAST_MINOR);
  }

  private Finding types() {
    return Files.exists(files.kernelTypes())
        ? Finding.ok("btf", "the kernel describes its types, as BPF programs want it")
        : Finding.note(
            "btf",
            "the kernel does not describe its types (no %s): no BPF".formatted(files.kernelTypes()),
            "use a kernel built with CONFIG_DEBUG_INFO_BTF, or mount the host's /sys");
  }

  private Finding lockdown() {
    String text = text(files.lockdown()).orElse("[none]");
    Matcher chosen = CHOSEN.matcher(text);
    String mode = chosen.find() ? String.valueOf(chosen.group(1)) : text;
    return switch (mode) {
      case "none" -> Finding.ok("lockdown", "off");
      case "integrity" ->
          Finding.ok("lockdown", "integrity: BPF and powercap work, registers (MSR) do not");
      default ->
          Finding.problem(
              "lockdown",
              mode
                  + ": BPF programs may not read the kernel, so CPU time is read from cgroup files",
              "boot with lockdown=integrity or none");
    };
  }

  private Finding perfEvents() {
    Optional<String> level = text(files.kernelSetting("perf_event_paranoid"));
    if (level.isEmpty()) {
      return Finding.note("perf events", "the kernel has none");
    }
    return Finding.ok(
        "perf events",
        "kernel.perf_event_paranoid is %s: %s"
            .formatted(
                level.get(),
                level.get().startsWith("-") || level.get().equals("0")
                    ? "open to all users"
                    : "whole CPUs are for root and CAP_PERFMON"));
  }

  private Finding unprivilegedBpf() {
    Optional<String> level = text(files.kernelSetting("unprivileged_bpf_disabled"));
    if (level.isEmpty()) {
      return Finding.note("bpf for users", "the kernel does not say who may use BPF");
    }
    return Finding.ok(
        "bpf for users",
        "kernel.unprivileged_bpf_disabled is %s; the agent's programs want CAP_BPF and CAP_PERFMON anyway"
            .formatted(level.get()));
  }

  private static Optional<String> text(Path path) {
    try {
      return Optional.of(new SmallFile().text(path).strip());
    } catch (UnreadableException ignored) {
      // Kernels without the feature have no such file, and securityfs is not mounted everywhere.
      return Optional.empty();
    }
  }
}
