// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power;

import io.keplerotel.agent.config.Setting;
import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.model.Provenance;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a source of power says of itself, before it is built.
 *
 * @param name its key in the configuration, such as {@code rapl}
 * @param precedence where several cover the same, the greatest is preferred
 * @param covers what it can measure, or estimate, where the machine has it
 * @param provenance whether it measures or estimates
 * @param settings those that it alone reads
 * @param exceptions precedence for those components for which it is another one
 */
public record PowerCard(
    String name,
    int precedence,
    Set<Component> covers,
    Provenance provenance,
    List<Setting<?>> settings,
    Map<Component, Integer> exceptions) {
  /** Takes copies. */
  public PowerCard {
    covers = Set.copyOf(covers);
    settings = List.copyOf(settings);
    exceptions = Map.copyOf(exceptions);
  }

  /** A source of one precedence. */
  public PowerCard(
      String name,
      int precedence,
      Set<Component> covers,
      Provenance provenance,
      List<Setting<?>> settings) {
    this(name, precedence, covers, provenance, settings, Map.of());
  }

  // A name is one source's alone; written out for the same reason as PowerOffer's.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PowerCard card && name.equals(card.name);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  /** A source without settings of its own. */
  public PowerCard(String name, int precedence, Set<Component> covers, Provenance provenance) {
    this(name, precedence, covers, provenance, List.of());
  }

  /** The same source, which for one component has another precedence. */
  public PowerCard with(Component component, int other) {
    return new PowerCard(name, precedence, covers, provenance, settings, Map.of(component, other));
  }

  /** How much it is preferred for a component. */
  int precedence(Component component) {
    return exceptions.getOrDefault(component, precedence);
  }
}
