// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.estimated.calibration;

import io.keplerotel.agent.linux.fs.ProcessorTable;

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
   * By what the kernel says of the machine; what it does not say is {@code unknown}, or 1.
   *
   * @param meminfo text of {@code /proc/meminfo}
   */
  public static Fingerprint of(ProcessorTable processors, String meminfo) {
    long sockets =
        processors.threads().stream()
            .map(thread -> thread.getOrDefault("physical id", ""))
            .filter(id -> !id.isEmpty())
            .distinct()
            .count();
    return new Fingerprint(
        cpu(processors),
        (int) Math.max(1, sockets),
        Math.max(1, processors.threads().size()),
        memoryGib(meminfo));
  }

  /** The name without what says nothing, to compare it by. */
  public static String plain(String cpu) {
    return cpu.replaceAll("\\((R|TM|r|tm)\\)|\\bCPU\\b|@.*", " ").replaceAll("\\s+", " ").strip();
  }

  /** arm64 has no names, but numbers of maker and part. */
  private static String cpu(ProcessorTable processors) {
    return processors
        .first("model name")
        .map(name -> name.replaceAll("\\s+", " "))
        .or(
            () ->
                processors
                    .first("CPU implementer")
                    .map(
                        maker ->
                            "CPU implementer %s part %s"
                                .formatted(maker, processors.first("CPU part").orElse("unknown"))))
        .orElse("unknown");
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
