// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.estimated.catalogue;

import io.keplerotel.agent.linux.fs.CpuIdentity;
import java.util.List;
import java.util.Optional;

/** Which family a CPU is of, by what it identifies itself with. */
final class Identities {
  private Identities() {}

  /** Its family by name; empty where it is not known. */
  static Optional<String> family(CpuIdentity cpu) {
    return Table.resource("cpu-ids.csv").stream()
        .filter(row -> fits(row, cpu))
        .map(List::getLast)
        .findFirst();
  }

  private static boolean fits(List<String> row, CpuIdentity cpu) {
    return row.get(0).equals(cpu.vendor())
        && Integer.parseInt(row.get(1)) == cpu.family()
        && within(cpu.model(), row.get(2), row.get(3))
        && within(cpu.stepping(), row.get(4), row.get(5));
  }

  private static boolean within(int value, String from, String to) {
    return Integer.parseInt(from) <= value && value <= Integer.parseInt(to);
  }
}
