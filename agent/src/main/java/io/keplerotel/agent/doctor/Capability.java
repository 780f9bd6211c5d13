// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.doctor;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Capabilities that make a difference to the agent, and what each is for. */
enum Capability {
  DAC_READ_SEARCH(2, "energy counters that only root may read"),
  NET_BIND_SERVICE(10, "a port below 1024"),
  SYS_RAWIO(17, "energy counters in registers (MSR)"),
  SYS_PTRACE(19, "files in other processes' trees"),
  SYS_ADMIN(21, "BPF where a container runtime knows no CAP_BPF"),
  PERFMON(38, "CPU time by BPF, perf events"),
  BPF(39, "CPU time by BPF");

  private static final Pattern EFFECTIVE = Pattern.compile("(?m)^CapEff:\\s*([0-9a-f]{1,16})$");
  private static final int HEX = 16;

  private final int bit;
  private final String use;

  Capability(int bit, String use) {
    this.bit = bit;
    this.use = use;
  }

  /** As the kernel calls it. */
  String kernelName() {
    return "CAP_" + name();
  }

  /** What it is for. */
  String use() {
    return use;
  }

  /** Those that a process has, by its status file; empty where that does not say. */
  static Optional<List<Capability>> effective(String status) {
    Matcher matcher = EFFECTIVE.matcher(status);
    if (!matcher.find()) {
      return Optional.empty();
    }
    long bits = Long.parseUnsignedLong(String.valueOf(matcher.group(1)), HEX);
    return Optional.of(
        Arrays.stream(values()).filter(each -> (bits >>> each.bit & 1) == 1).toList());
  }
}
