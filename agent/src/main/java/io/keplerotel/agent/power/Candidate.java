// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power;

import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.model.Fault;
import io.keplerotel.agent.model.Reading;
import io.keplerotel.agent.model.TickLoad;
import io.keplerotel.agent.model.Zone;
import io.keplerotel.agent.power.TrialSource.Coverage;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;

/** A source that was chosen, with what it has read so far. Used by the sampler's thread. */
final class Candidate {
  final PowerCard card;
  private final TrialSource source;
  private final ToIntFunction<Component> rank;

  /** All zones of it that have counted, by the component that they cover. */
  private final Map<Component, Set<Zone>> counted = new HashMap<>();

  /**
   * A source.
   *
   * @param rank how much it is preferred for a component
   */
  Candidate(PowerCard card, PowerSource source, ToIntFunction<Component> rank) {
    this.card = card;
    this.rank = rank;
    this.source = new TrialSource(source);
  }

  Discovery discover() {
    return source.discover();
  }

  /** Components as they are covered: cores with their package. */
  Set<Component> covers() {
    Set<Component> covered = EnumSet.noneOf(Component.class);
    card.covers().forEach(component -> covered.add(component.coveredWith()));
    return covered;
  }

  int rank(Component component) {
    return rank.applyAsInt(component);
  }

  /** Reads what is to be believed; where it throws, that is its fault. */
  PowerReading read(TickLoad load) {
    try {
      return source.read(load);
    } catch (RuntimeException e) {
      return new PowerReading(List.of(), List.of(new Fault("reading", "it cannot be read: " + e)));
    }
  }

  /** It is not read in this tick: another one covers all that it could. */
  void rest() {
    source.rest();
  }

  Coverage coverage(Component component) {
    return source.coverage(component);
  }

  long silentNs(Component component) {
    return source.silentNs(component);
  }

  /** Whether nothing of what it covers can be, or may still come to be, believed. */
  boolean tellsNothing() {
    return covers().stream().allMatch(component -> coverage(component) == Coverage.NOT_COVERED);
  }

  /** What this counter showed one reading ago. */
  Optional<Reading.Counter> before(Zone zone) {
    return source.before(zone);
  }

  /** Notes that the zone counts. */
  void counts(Zone zone) {
    counted.computeIfAbsent(zone.component().coveredWith(), c -> new LinkedHashSet<>()).add(zone);
  }

  /** All zones of it that have ever counted for this component. */
  Set<Zone> counted(Component component) {
    return counted.getOrDefault(component, Set.of());
  }

  boolean isTrusted(Zone zone) {
    return source.isTrusted(zone);
  }
}
