// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.estimated.catalogue;

import io.keplerotel.agent.linux.fs.CpuIdentity;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Which family a CPU is of, by what it identifies itself with and what it can do. */
final class Identities {
  private Identities() {}

  /**
   * Its family by name; empty where it is not known.
   *
   * @param features flags of {@code /proc/cpuinfo}: where the family lacks one of them, it is one
   *     of those that have it
   * @param cacheMib L3 cache, which tells which of those
   */
  static Optional<String> family(CpuIdentity cpu, Set<String> features, OptionalInt cacheMib) {
    Optional<String> identified =
        Table.resource("cpu-ids.csv").stream()
            .filter(row -> fits(row, cpu))
            .map(List::getLast)
            .findFirst();
    return Table.resource("cpu-features.csv").stream()
        .filter(row -> features.contains(row.getFirst()))
        .map(row -> List.of(row.getLast().split(" ", -1)))
        .filter(families -> identified.filter(families::contains).isEmpty())
        .findFirst()
        .map(families -> byCache(families, cacheMib))
        .or(() -> identified);
  }

  private static String byCache(List<String> families, OptionalInt cacheMib) {
    return Table.resource("cpu-fingerprints.csv").stream()
        .filter(row -> families.contains(row.getFirst()))
        .filter(row -> Integer.parseInt(row.get(1)) == cacheMib.orElse(-1))
        .map(List::getFirst)
        .findFirst()
        .orElse(families.getFirst());
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
