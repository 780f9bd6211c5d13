// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.hwmon;

import io.keplerotel.agent.linux.fs.SensorFile;
import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.power.hwmon.Rule.Once;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds for each channel the first rule that fits, and for each component the first section of
 * rules that has something: two sections may measure the same thing. GPUs lie beside each other, so
 * there each one counts. What was chosen stays chosen until the agent ends.
 */
final class SensorChoice {
  private final List<Rule> userRules;
  private final SensorFile reader;
  private final Map<Component, String> sections = new EnumMap<>(Component.class);

  /** With the rules of a user, which come before the agent's own. */
  SensorChoice(List<Rule> userRules, SensorFile reader) {
    this.userRules = List.copyOf(userRules);
    this.reader = reader;
  }

  /**
   * A channel that counts.
   *
   * @param component what it measures
   * @param packageId the package that rule or label name; may be empty
   */
  record Fit(
      Rule rule, Chip chip, Channel channel, String label, Component component, String packageId) {}

  /**
   * What is to be read, and what is not.
   *
   * @param fits channels that count
   * @param unknown channels that no rule speaks of, for people
   */
  record Result(List<Fit> fits, List<String> unknown) {}

  /** Chooses among the channels of these chips. */
  Result choose(List<Chip> chips) {
    List<Rule> rules = new ArrayList<>(userRules);
    rules.addAll(RuleTable.of(Set.copyOf(chips.stream().map(Chip::driver).toList())));
    Set<String> spokenOf = new HashSet<>();
    List<Fit> fits = new ArrayList<>();
    Map<String, Fit> onces = new HashMap<>();
    for (Rule rule : rules) {
      for (Chip chip : chips) {
        for (Fit fit : fits(rule, chip, spokenOf)) {
          if (isFirst(fit, onces) && isChosen(fit)) {
            fits.add(fit);
          }
        }
      }
    }
    return new Result(fits, unknown(chips, spokenOf));
  }

  private List<Fit> fits(Rule rule, Chip chip, Set<String> spokenOf) {
    List<Fit> fits = new ArrayList<>();
    for (Channel channel : rule.channels(chip)) {
      String label = chip.label(channel, reader);
      Optional<String> packageId = rule.packageId(label);
      boolean speaks =
          packageId.isPresent()
              && !spokenOf.contains(key(chip, channel))
              && rule.accepts(chip, reader);
      if (speaks) {
        spokenOf.add(key(chip, channel));
        rule.meaning()
            .component()
            .map(known -> new Fit(rule, chip, channel, label, known, packageId.get()))
            .ifPresent(fits::add);
      }
    }
    return fits;
  }

  private static boolean isFirst(Fit fit, Map<String, Fit> onces) {
    Once once = fit.rule().meaning().once();
    String kind = fit.rule().section() + " " + fit.component();
    return switch (once) {
      case NEVER -> true;
      case CHIP -> onces.putIfAbsent(kind + " " + fit.chip().folder(), fit) == null;
      case MACHINE -> onces.putIfAbsent(kind, fit) == null;
    };
  }

  private boolean isChosen(Fit fit) {
    if (fit.component() == Component.GPU) {
      return true;
    }
    String section = fit.rule().section();
    return sections
        .computeIfAbsent(fit.component().coveredWith(), component -> section)
        .equals(section);
  }

  private List<String> unknown(List<Chip> chips, Set<String> spokenOf) {
    List<String> unknown = new ArrayList<>();
    for (Chip chip : chips) {
      for (Channel channel : chip.channels()) {
        if (!spokenOf.contains(key(chip, channel))) {
          String label = chip.label(channel, reader);
          unknown.add(
              "%s %s%s".formatted(chip.id(), channel.name(), label.isEmpty() ? "" : ": " + label));
        }
      }
    }
    return unknown;
  }

  private static String key(Chip chip, Channel channel) {
    return chip.folder() + " " + channel.name();
  }
}
