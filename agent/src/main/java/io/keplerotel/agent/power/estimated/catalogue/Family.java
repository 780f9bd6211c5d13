// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.estimated.catalogue;

import java.util.List;
import java.util.Locale;

/**
 * CPUs of one microarchitecture.
 *
 * @param name such as {@code amd-zen4}
 * @param vendor such as {@code amd}
 * @param year when its servers were published, a middle
 * @param shape the family whose load shape stands for it
 * @param like the family whose servers stand for it: itself, where some were published
 * @param kind what it is built into
 * @param cloudCpu the CPU model that a virtual machine of it has most likely; empty for none
 */
public record Family(
    String name,
    String vendor,
    double year,
    String shape,
    String like,
    Kind kind,
    String cloudCpu) {
  /** What stands in for a family that is not known. */
  public static final String DEFAULT = "default";

  /** What a CPU is built into. */
  public enum Kind {
    /** Large machines; the package has no metered graphics. */
    SERVER,
    /** Laptops, desktops and the smallest servers. */
    CLIENT,
    /** Small computers on one board. */
    BOARD
  }

  /** Of a row of the table. */
  public static Family of(List<String> row) {
    return new Family(
        row.get(0),
        row.get(1),
        Double.parseDouble(row.get(2)),
        row.get(3),
        row.get(4),
        Kind.valueOf(row.get(5).toUpperCase(Locale.ROOT)),
        row.get(6));
  }

  /** Whether servers of this very family were published. */
  boolean published() {
    return like.equals(name);
  }
}
