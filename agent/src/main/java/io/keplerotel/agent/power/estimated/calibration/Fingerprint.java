// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.estimated.calibration;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What a machine is known by.
 *
 * @param cpu model name of its CPUs, as {@code /proc/cpuinfo} has it
 * @param sockets CPU packages
 * @param threads hardware threads online
 * @param memoryGib memory that the kernel can use, GiB
 */
public record Fingerprint(String cpu, int sockets, int threads, double memoryGib) {
  private static final double KIB_PER_GIB = 1 << 20;

  /**
   * Parses what the kernel says of the machine; what it does not say is {@code unknown}, or 1.
   *
   * @param cpuinfo text of {@code /proc/cpuinfo}
   * @param meminfo text of {@code /proc/meminfo}
   */
  public static Fingerprint parse(String cpuinfo, String meminfo) {
    Map<String, String> first = new HashMap<>();
    Set<String> sockets = new HashSet<>();
    int threads = 0;
    for (String line : cpuinfo.split("\n", -1)) {
      int colon = line.indexOf(':');
      if (colon <= 0) {
        continue;
      }
      String name = line.substring(0, colon).strip();
      String value = line.substring(colon + 1).strip();
      first.putIfAbsent(name, value);
      threads += name.equals("processor") ? 1 : 0;
      if (name.equals("physical id")) {
        sockets.add(value);
      }
    }
    return new Fingerprint(
        cpu(first), Math.max(1, sockets.size()), Math.max(1, threads), memoryGib(meminfo));
  }

  /** The name without what says nothing, to compare it by. */
  public static String plain(String cpu) {
    return cpu.replaceAll("\\((R|TM|r|tm)\\)|\\bCPU\\b|@.*", " ").replaceAll("\\s+", " ").strip();
  }

  /** arm64 has no names, but numbers of maker and part. */
  private static String cpu(Map<String, String> first) {
    String name = first.get("model name");
    if (name != null && !name.isBlank()) {
      return name.replaceAll("\\s+", " ");
    }
    String maker = first.get("CPU implementer");
    return maker == null
        ? "unknown"
        : "CPU implementer " + maker + " part " + first.getOrDefault("CPU part", "unknown");
  }

  private static double memoryGib(String meminfo) {
    return meminfo
        .lines()
        .filter(line -> line.matches("MemTotal:\\s+\\d{1,15} kB"))
        .map(line -> line.replaceAll("\\D", ""))
        .mapToDouble(kib -> Double.parseDouble(kib) / KIB_PER_GIB)
        .findFirst()
        .orElse(0);
  }
}
