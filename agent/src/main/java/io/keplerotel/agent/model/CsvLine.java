// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.model;

import java.util.List;

/** A line of comma-separated values (RFC 4180). */
public final class CsvLine {
  private CsvLine() {}

  /** These cells, quoted where they must be, with the line's end. */
  public static String of(List<String> cells) {
    return String.join(",", cells.stream().map(CsvLine::quoted).toList()) + "\r\n";
  }

  private static String quoted(String cell) {
    boolean plain = cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? cell : "\"" + cell.replace("\"", "\"\"") + "\"";
  }
}
