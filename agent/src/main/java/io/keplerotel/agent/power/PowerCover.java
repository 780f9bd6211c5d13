// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power;

import io.keplerotel.agent.config.EstimateUse;
import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.model.Fault;
import io.keplerotel.agent.model.Provenance;
import io.keplerotel.agent.model.Reading;
import io.keplerotel.agent.model.TickLoad;
import io.keplerotel.agent.model.Turnover;
import io.keplerotel.agent.model.Zone;
import io.keplerotel.agent.power.PowerSample.Part;
import io.keplerotel.agent.power.PowerSample.Takeover;
import io.keplerotel.agent.power.TrialSource.Coverage;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Covers each component of the machine by the best source that works, so that nothing is ever
 * summed twice. A source that tells nothing for ten seconds is replaced by the next one, and takes
 * over again once it is to be believed: at the beginning of a tick, of which only the new one
 * counts. A source that could add nothing is not read at all.
 */
public final class PowerCover implements PowerReader {
  private static final Set<Component> MACHINE = Set.of(Component.PACKAGE, Component.PLATFORM);

  private final List<Candidate> candidates;
  private final List<PreferenceGroup> groups;
  private final EstimateUse estimates;
  private final CrossCheck crossCheck = new CrossCheck();
  private Map<Component, Candidate> owners = new EnumMap<>(Component.class);
  private Map<Component, Candidate> nextOwners = owners;
  private Set<Zone> rested = Set.of();
  private Set<Zone> nextRested = rested;

  /**
   * Nothing is covered yet.
   *
   * @param candidates those that are preferred first
   * @param estimates what may be estimated beside what is measured
   */
  PowerCover(List<Candidate> candidates, EstimateUse estimates) {
    this.candidates = List.copyOf(candidates);
    this.groups = PreferenceGroup.of(candidates);
    this.estimates = estimates;
  }

  @Override
  public PowerSample read(TickLoad load) {
    Map<Candidate, PowerReading> read = new LinkedHashMap<>();
    nextOwners = decide(load, read);
    nextRested = new HashSet<>();
    read.values().forEach(reading -> nextRested.addAll(reading.resting()));
    List<Takeover> takeovers = takeovers();
    Map<Zone, Turnover.Start> started = new HashMap<>();
    List<Reading> readings = new ArrayList<>();
    Map<Zone, Candidate> counted = new LinkedHashMap<>();
    Map<Candidate, List<Zone>> zones = new LinkedHashMap<>();
    read.forEach(
        (candidate, reading) -> {
          List<Reading> own =
              reading.readings().stream().filter(each -> owns(candidate, each.zone())).toList();
          for (Reading each : own) {
            Zone zone = each.zone();
            candidate.counts(zone);
            counted.put(zone, candidate);
            if (isNew(candidate, zone.component().coveredWith()) || rested.contains(zone)) {
              started.put(zone, new Turnover.Start(candidate.before(zone)));
            }
          }
          readings.addAll(own);
          zones.put(candidate, counting(candidate, own));
        });
    List<Disagreement> compared = crossCheck.after(load, counted, candidates);
    Map<String, Part> parts = new LinkedHashMap<>();
    read.forEach(
        (candidate, reading) -> {
          if (!reading.rests()) {
            parts.put(
                candidate.card.name(),
                new Part(
                    zones.getOrDefault(candidate, List.of()),
                    faults(candidate, reading, compared)));
          }
        });
    return new PowerSample(readings, parts, new Turnover(stopped(), started), takeovers, compared);
  }

  /** What was read now, and of a meter that is read less often what it covers meanwhile. */
  private List<Zone> counting(Candidate candidate, List<Reading> own) {
    Set<Zone> counting = new LinkedHashSet<>();
    own.forEach(each -> counting.add(each.zone()));
    for (Component component : candidate.covers()) {
      if (nextOwners.get(component) == candidate
          && candidate.coverage(component) == Coverage.COVERED) {
        candidate.counted(component).stream()
            .filter(zone -> zone.usage().isHeldBack() && candidate.isTrusted(zone))
            .forEach(counting::add);
      }
    }
    return List.copyOf(counting);
  }

  private static List<Fault> faults(
      Candidate candidate, PowerReading reading, List<Disagreement> compared) {
    List<Fault> faults = new ArrayList<>(reading.faults());
    compared.stream()
        .filter(each -> each.source().equals(candidate.card.name()))
        .forEach(each -> each.fault().ifPresent(faults::add));
    return faults;
  }

  @Override
  public void booked() {
    owners = nextOwners;
    rested = nextRested;
  }

  /** Reads, in the order of preference, whoever could add something, and finds who covers what. */
  private Map<Component, Candidate> decide(TickLoad load, Map<Candidate, PowerReading> read) {
    Map<Component, Candidate> covered = new EnumMap<>(Component.class);
    Set<Component> undecided = EnumSet.noneOf(Component.class);
    for (PreferenceGroup group : groups) {
      Map<Candidate, Set<Component>> open = new HashMap<>();
      group.candidates().forEach(each -> open.put(each, open(each, covered, undecided)));
      group
          .byComponent()
          .forEach(
              (component, preferred) -> {
                for (Candidate candidate : preferred) {
                  if (!covered.containsKey(component)
                      && open.getOrDefault(candidate, Set.of()).contains(component)) {
                    read.computeIfAbsent(candidate, first -> first.read(load));
                    switch (candidate.coverage(component)) {
                      case COVERED -> covered.put(component, candidate);
                      case UNDECIDED -> undecided.add(component);
                      case NOT_COVERED -> {}
                    }
                  }
                }
              });
    }
    candidates.stream().filter(each -> !read.containsKey(each)).forEach(Candidate::rest);
    // What nobody covers now is still the last one's: it may come back, and nobody counts
    // meanwhile.
    Map<Component, Candidate> next = new EnumMap<>(owners);
    next.putAll(covered);
    return next;
  }

  /** What is left for a candidate after those that are preferred to it. */
  private Set<Component> open(
      Candidate candidate, Map<Component, Candidate> covered, Set<Component> undecided) {
    Set<Component> open = EnumSet.copyOf(candidate.covers());
    open.removeAll(covered.keySet());
    if (candidate.card.provenance() == Provenance.MEASURED) {
      open.removeIf(component -> !candidate.mayHave(component));
      return open;
    }
    boolean measured = MACHINE.stream().anyMatch(covered::containsKey);
    return switch (estimates) {
      case NEVER -> Set.of();
      case ALONE -> {
        boolean waits = !owns(candidate) && MACHINE.stream().anyMatch(undecided::contains);
        yield measured || waits ? Set.of() : open;
      }
      case REST -> {
        open.removeIf(component -> undecided.contains(component) && !isOwner(candidate, component));
        yield open;
      }
    };
  }

  private List<Takeover> takeovers() {
    List<Takeover> takeovers = new ArrayList<>();
    owners.forEach(
        (component, before) -> {
          Candidate after = nextOwners.get(component);
          if (after != null && after != before) {
            takeovers.add(
                new Takeover(
                    component,
                    before.card.name(),
                    after.card.name(),
                    before.silentNs(component),
                    List.copyOf(before.counted(component))));
          }
        });
    return takeovers;
  }

  /** All zones that counted once and do not now. */
  private Set<Zone> stopped() {
    Set<Zone> stopped = new HashSet<>();
    for (Candidate candidate : candidates) {
      for (Component component : candidate.covers()) {
        for (Zone zone : candidate.counted(component)) {
          if (nextOwners.get(component) != candidate
              || !candidate.isTrusted(zone)
              || nextRested.contains(zone)) {
            stopped.add(zone);
          }
        }
      }
    }
    return stopped;
  }

  private boolean owns(Candidate candidate, Zone zone) {
    return nextOwners.get(zone.component().coveredWith()) == candidate;
  }

  /** Whether it covers something at present. */
  private boolean owns(Candidate candidate) {
    return owners.containsValue(candidate);
  }

  private boolean isOwner(Candidate candidate, Component component) {
    return owners.get(component) == candidate;
  }

  /** Whether it takes the component over from another one. */
  private boolean isNew(Candidate candidate, Component component) {
    @Nullable Candidate before = owners.get(component);
    return before != null && before != candidate;
  }
}
