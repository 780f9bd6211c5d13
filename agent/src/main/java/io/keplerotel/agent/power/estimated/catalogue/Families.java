// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.estimated.catalogue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The families of CPUs and how they are told by a name alone.
 *
 * @param byName each under its name
 * @param names rows: pattern of a CPU name's key, family
 */
public record Families(Map<String, Family> byName, List<List<String>> names) {
  /** Of rows of both tables. */
  static Families of(List<List<String>> families, List<List<String>> names) {
    Map<String, Family> byName = new LinkedHashMap<>();
    for (List<String> row : families) {
      byName.put(row.getFirst(), Family.of(row));
    }
    return new Families(byName, names);
  }

  /** A family by its name; the default where there is none of that name. */
  public Family named(String name) {
    Family family = byName.get(name);
    return family == null ? defaults() : family;
  }

  private Family defaults() {
    Family family = byName.get(Family.DEFAULT);
    if (family == null) {
      throw new IllegalStateException("the table of families has no row " + Family.DEFAULT);
    }
    return family;
  }

  /** What a model that is in no table most likely is, by its name. */
  Family guess(CpuName name) {
    for (List<String> row : names) {
      if (Pattern.matches(row.getFirst(), name.key())) {
        return named(row.get(1));
      }
    }
    return defaults();
  }
}
