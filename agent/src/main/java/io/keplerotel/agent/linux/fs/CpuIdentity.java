// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.linux.fs;

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

  /** Of the first thread; {@link #UNKNOWN} where it does not identify a CPU. */
  public static CpuIdentity of(ProcessorTable processors) {
    return processors
        .first("vendor_id")
        .map(
            vendor ->
                new CpuIdentity(
                    vendor,
                    number(processors, "cpu family"),
                    number(processors, "model"),
                    number(processors, "stepping")))
        .or(
            () ->
                processors
                    .first("CPU implementer")
                    .map(maker -> new CpuIdentity(maker, number(processors, "CPU part"), 0, 0)))
        .orElse(UNKNOWN);
  }

  private static int number(ProcessorTable processors, String name) {
    try {
      return Integer.decode(processors.first(name).orElse("0"));
    } catch (NumberFormatException ignored) {
      // Some hypervisors show "unknown" as stepping: the lowest is as good as any.
      return 0;
    }
  }
}
