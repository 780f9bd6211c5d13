// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.estimated.catalogue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Tables of the catalogue: comma-separated, {@code #} begins a comment, the first row names. */
public final class Table {
  private Table() {}

  /** Rows of a resource beside this class, without comments and names. */
  static List<List<String>> resource(String name) {
    try (InputStream in = Table.class.getResourceAsStream(name);
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(Objects.requireNonNull(in, name), StandardCharsets.UTF_8))) {
      List<List<String>> rows = new ArrayList<>();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.isEmpty() && line.charAt(0) != '#') {
          rows.add(fields(line));
        }
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
