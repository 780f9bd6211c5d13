// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.linux.fs;

import java.util.HashMap;
import java.util.Map;

/**
 * What the first CPU says it is.
 *
 * @param vendor x86: vendor id; arm64: implementer, such as {@code 0x41}
 * @param family x86: family; arm64: part
 * @param model x86 only
 * @param stepping x86 only
 */
public record CpuIdentity(String vendor, int family, int model, int stepping) {
  /** A CPU that says nothing. */
  public static final CpuIdentity UNKNOWN = new CpuIdentity("", -1, -1, -1);

  /** Parses {@code /proc/cpuinfo}; {@link #UNKNOWN} where it does not identify a CPU. */
  public static CpuIdentity parse(String cpuinfo) {
    Map<String, String> first = new HashMap<>();
    for (String line : cpuinfo.split("\n", -1)) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        first.putIfAbsent(line.substring(0, colon).strip(), line.substring(colon + 1).strip());
      }
    }
    String vendor = first.get("vendor_id");
    if (vendor != null) {
      return new CpuIdentity(
          vendor, number(first, "cpu family"), number(first, "model"), number(first, "stepping"));
    }
    String implementer = first.get("CPU implementer");
    return implementer == null
        ? UNKNOWN
        : new CpuIdentity(implementer, number(first, "CPU part"), 0, 0);
  }

  private static int number(Map<String, String> fields, String name) {
    try {
      return Integer.decode(fields.getOrDefault(name, "0"));
    } catch (NumberFormatException ignored) {
      // Some hypervisors show "unknown" as stepping: the lowest is as good as any.
      return 0;
    }
  }
}
