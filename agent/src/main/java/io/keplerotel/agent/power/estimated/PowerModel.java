// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.estimated;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * Power of a whole machine by CPU, linear in the number of busy hardware threads.
 *
 * @param id which figures these are, such as {@code specpower-median/amd-zen4}
 * @param idleUw power at no load for each hardware thread that is online, µW
 * @param slopeUw more for each that is busy, µW
 */
public record PowerModel(String id, long idleUw, long slopeUw) {
  private static final String FAMILIES = "cpu-families.csv";
  private static final String POWER = "platform-power.csv";
  private static final String ID_PREFIX = "specpower-median/";
  private static final String DEFAULT = "default";
  private static final double UW_PER_W = 1_000_000;

  /** The figures for a CPU; those of the documented default where it is not in the table. */
  static PowerModel of(CpuIdentity cpu) {
    String microarchitecture =
        rows(FAMILIES).stream()
            .filter(row -> fits(row, cpu))
            .map(List::getLast)
            .findFirst()
            .orElse(DEFAULT);
    return rows(POWER).stream()
        .filter(row -> row.getFirst().equals(microarchitecture))
        .map(row -> new PowerModel(ID_PREFIX + row.getFirst(), uw(row.get(1)), uw(row.get(2))))
        .findFirst()
        .orElseThrow();
  }

  /** Rows of one of the tables, without comments. */
  static List<List<String>> rows(String resource) {
    try (InputStream in = PowerModel.class.getResourceAsStream(resource)) {
      return new String(Objects.requireNonNull(in, resource).readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#") && !line.isBlank())
          .map(line -> List.of(line.split(",", -1)))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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

  private static long uw(String watts) {
    return Math.round(Double.parseDouble(watts) * UW_PER_W);
  }
}
