// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.hwmon;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** The agent's own rules, of {@code rules.txt}: the same lines as a user's, in sections. */
final class RuleTable {
  private static final String RESOURCE = "rules.txt";

  private RuleTable() {}

  /** The rules of these drivers, in their order; others are not even parsed. */
  static List<Rule> of(Set<String> drivers) {
    List<Rule> rules = new ArrayList<>();
    String section = "";
    for (String line : lines()) {
      if (line.startsWith("[")) {
        section = line.substring(1, line.indexOf(']'));
      } else if (!line.isBlank() && !line.startsWith("#")) {
        if (drivers.contains(line.split(" ", 2)[0])) {
          rules.add(
              RuleText.parse(section, line)
                  .orElseThrow(() -> new IllegalStateException("no rule: " + line)));
        }
      }
    }
    return rules;
  }

  /** Names of all drivers that have rules. */
  static Set<String> drivers() {
    Set<String> drivers = new java.util.TreeSet<>();
    for (String line : lines()) {
      if (!line.isBlank() && !line.startsWith("#") && !line.startsWith("[")) {
        drivers.add(line.split(" ", 2)[0]);
      }
    }
    return drivers;
  }

  private static List<String> lines() {
    try (InputStream in =
        Objects.requireNonNull(RuleTable.class.getResourceAsStream(RESOURCE), RESOURCE)) {
      return new String(in.readAllBytes(), UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
