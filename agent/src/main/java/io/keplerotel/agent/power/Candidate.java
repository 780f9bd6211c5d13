// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power;

import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.model.Fault;
import io.keplerotel.agent.model.Reading;
import io.keplerotel.agent.model.TickLoad;
import io.keplerotel.agent.model.Zone;
import io.keplerotel.agent.power.TrialSource.Coverage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/** A source that was chosen, with what it has read so far. Used by the sampler's thread. */
final class Candidate {
  final PowerCard card;
  private final TrialSource source;
  private final ToIntFunction<Component> rank;

  /** All zones of it that have counted, by the component that they cover. */
  private final Map<Component, Set<Zone>> counted = new HashMap<>();

  /** All zones that it has ever shown. */
  private final Set<Zone> shown = new LinkedHashSet<>();

  private boolean wasRead;

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
    Discovery found = source.discover();
    shown.addAll(found.zones());
    return found;
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
    wasRead = true;
    try {
      PowerReading reading = source.read(load);
      source.countersRead().forEach(counter -> shown.add(counter.zone()));
      reading.readings().forEach(each -> shown.add(each.zone()));
      return reading;
    } catch (RuntimeException e) {
      return new PowerReading(List.of(), List.of(new Fault("reading", "it cannot be read: " + e)));
    }
  }

  /** It is not read in this tick: another one covers all that it could. */
  void rest() {
    wasRead = false;
    source.rest();
  }

  /** Whether it has ever shown a zone of this component, or nothing at all yet. */
  boolean mayHave(Component component) {
    return shown.isEmpty()
        || shown.stream().anyMatch(zone -> zone.component().coveredWith() == component);
  }

  /** Whether it has shown some zones, but not all that it can cover. */
  boolean mayShowMore() {
    Set<Component> known = EnumSet.noneOf(Component.class);
    shown.forEach(zone -> known.add(zone.component().coveredWith()));
    return !known.isEmpty() && !known.containsAll(covers());
  }

  /** Ids of all zones that it has ever shown. */
  Set<String> zoneIds() {
    return shown.stream().map(Zone::id).collect(Collectors.toSet());
  }

  /** Its counters as this tick has read them, believed or not. */
  Collection<Reading.Counter> countersRead() {
    return source.countersRead();
  }

  /**
   * Its counters now; where this tick has not read it, it is read for this alone.
   *
   * @param sinceLook the time since this was last asked
   */
  Collection<Reading.Counter> countersNow(TickLoad sinceLook) {
    if (wasRead) {
      return countersRead();
    }
    List<Reading.Counter> counters = new ArrayList<>();
    for (Reading reading : look(sinceLook)) {
      shown.add(reading.zone());
      if (reading instanceof Reading.Counter counter) {
        counters.add(counter);
      }
    }
    return counters;
  }

  private List<Reading> look(TickLoad load) {
    try {
      return source.look(load).readings();
    } catch (RuntimeException ignored) {
      // It counts nothing: what it cannot do is a fault only once it should.
      return List.of();
    }
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
