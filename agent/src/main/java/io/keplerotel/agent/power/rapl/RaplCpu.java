// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.rapl;

import io.keplerotel.agent.linux.fs.HostFiles;
import io.keplerotel.agent.linux.fs.SmallFile;
import io.keplerotel.agent.linux.fs.UnreadableException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the CPUs are, as far as it matters for RAPL.
 *
 * @param vendor who makes them
 * @param family x86
 * @param model x86
 */
public record RaplCpu(Vendor vendor, int family, int model) {
  /** Nothing is known. */
  public static final RaplCpu UNKNOWN = new RaplCpu(Vendor.OTHER, 0, 0);

  // arch/x86/kernel/cpu/match.c: cpu:type:x86,ven0002fam0019mod0011:feature:...
  private static final Pattern MODALIAS =
      Pattern.compile(
          "cpu:type:x86,ven(?<vendor>\\p{XDigit}{4})fam(?<family>\\p{XDigit}{4})mod(?<model>\\p{XDigit}{4}).*",
          Pattern.DOTALL);

  /** Who makes them. */
  public enum Vendor {
    INTEL,
    /** Hygon too, which has AMD's registers. */
    AMD,
    OTHER
  }

  /** Reads it; {@link #UNKNOWN} where the kernel does not tell. */
  public static RaplCpu read(HostFiles files, SmallFile file) {
    try {
      return parse(file.text(files.cpuModalias()));
    } catch (UnreadableException ignored) {
      // Other architectures, and kernels that are built without it.
      return UNKNOWN;
    }
  }

  static RaplCpu parse(String modalias) {
    Matcher matcher = MODALIAS.matcher(modalias);
    if (!matcher.matches()) {
      return UNKNOWN;
    }
    // The kernel's numbers of vendors, arch/x86/include/asm/processor.h.
    Vendor vendor =
        switch (number(matcher, "vendor")) {
          case 0 -> Vendor.INTEL;
          case 2, 9 -> Vendor.AMD;
          default -> Vendor.OTHER;
        };
    return new RaplCpu(vendor, number(matcher, "family"), number(matcher, "model"));
  }

  private static int number(Matcher matcher, String group) {
    return Integer.parseInt(matcher.group(group), 16);
  }

  /**
   * Whether all dies of a package share one counter. AMD calls its chiplets dies, and the kernels
   * 6.10 and 6.11 showed the package's counter once for each of them.
   */
  public boolean packageHasOneCounter() {
    return vendor == Vendor.AMD;
  }

  /** Whether the counter of cores is that of one core, not of all cores of the package. */
  public boolean coresHaveTheirOwnCounters() {
    return vendor == Vendor.AMD;
  }
}
