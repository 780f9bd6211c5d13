// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.estimated.catalogue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Tables of the catalogue: comma-separated, {@code #} begins a comment, the first row names. Each
 * line ends.
 */
public final class Table {
  private Table() {}

  /** Rows of a resource beside this class, without comments and names. */
  static List<List<String>> resource(String name) {
    try (InputStream in = Table.class.getResourceAsStream(name)) {
      String text =
          new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
      List<List<String>> rows = new ArrayList<>();
      int from = 0;
      for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
        if (end > from && text.charAt(from) != '#') {
          rows.add(fields(text.substring(from, end)));
        }
        from = end + 1;
      }
      return rows.subList(1, rows.size());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The fields of a row. */
  public static List<String> fields(String row) {
    List<String> fields = new ArrayList<>();
    int begin = 0;
    for (int comma = row.indexOf(','); comma >= 0; comma = row.indexOf(',', begin)) {
      fields.add(row.substring(begin, comma));
      begin = comma + 1;
    }
    fields.add(row.substring(begin));
    return fields;
  }

  /** Those from one on, as numbers. */
  static double[] numbers(List<String> fields, int from) {
    double[] numbers = new double[fields.size() - from];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = Double.parseDouble(fields.get(from + i));
    }
    return numbers;
  }
}
