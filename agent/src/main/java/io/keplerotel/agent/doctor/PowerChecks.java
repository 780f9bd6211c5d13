// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.doctor;

import io.keplerotel.agent.config.Settings;
import io.keplerotel.agent.model.Fault;
import io.keplerotel.agent.model.Provenance;
import io.keplerotel.agent.model.TickLoad;
import io.keplerotel.agent.model.Zone;
import io.keplerotel.agent.power.Discovery;
import io.keplerotel.agent.power.PowerCard;
import io.keplerotel.agent.power.PowerChoice;
import io.keplerotel.agent.power.PowerOffer;
import io.keplerotel.agent.power.PowerSample;
import io.keplerotel.agent.power.PowerSample.Part;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads all sources of power as the agent would, for a few seconds: long enough to see whether a
 * counter moves. What was found of a source is told with it; what follows for each component is
 * told by {@link ComponentText}.
 */
final class PowerChecks {
  /** Of half a second; a counter that never moves is known to be dead after three seconds. */
  private static final int MOST_TURNS = 8;

  private static final int MOST_ZONES = 6;

  private final Settings.Power wanted;
  private final Sources sources;
  private final Turns turns;

  PowerChecks(Settings.Power wanted, Sources sources, Turns turns) {
    this.wanted = wanted;
    this.sources = sources;
    this.turns = turns;
  }

  /**
   * What the last reading showed.
   *
   * @param offers all that there are, the preferred first
   */
  record Seen(List<PowerOffer> offers, PowerChoice choice, PowerSample last) {
    /** What a source counts now. */
    Part part(String name) {
      Part part = last.bySource().get(name);
      return part == null ? new Part(List.of(), List.of()) : part;
    }
  }

  /** Reads. */
  Seen look() throws InterruptedException {
    Set<PowerOffer> offers = sources.power().get();
    List<PowerOffer> sorted =
        offers.stream()
            .sorted(Comparator.comparingInt(offer -> -offer.card().precedence()))
            .toList();
    PowerChoice choice = PowerChoice.of(wanted.sources(), wanted.estimates(), offers);
    PowerSample last = choice.cover().read(new TickLoad(0, 0, 1));
    choice.cover().booked();
    for (int turn = 0; turn < MOST_TURNS && !isSettled(new Seen(sorted, choice, last)); turn++) {
      last = choice.cover().read(turns.next());
      choice.cover().booked();
    }
    return new Seen(sorted, choice, last);
  }

  /** Whether more readings would not tell more. */
  private static boolean isSettled(Seen seen) {
    return seen.offers().stream()
        .map(PowerOffer::card)
        .filter(card -> card.provenance() == Provenance.MEASURED)
        .allMatch(card -> isSettled(seen, card.name()));
  }

  private static boolean isSettled(Seen seen, String name) {
    Discovery found = seen.choice().found().get(name);
    if (found == null || (!found.isPending() && found.whyNot().isPresent())) {
      return true;
    }
    List<Zone> counted = seen.part(name).zones();
    return !counted.isEmpty() && counted.containsAll(found.zones());
  }

  /** A line for each source. */
  static List<Finding> sources(Seen seen) {
    List<Finding> findings = new ArrayList<>();
    for (PowerOffer offer : seen.offers()) {
      PowerCard card = offer.card();
      Discovery found = seen.choice().found().get(card.name());
      if (found == null) {
        findings.add(leftOut(offer));
      } else if (card.provenance() == Provenance.MEASURED) {
        findings.add(measured(card, found, seen.part(card.name())));
      }
    }
    return findings;
  }

  private static Finding leftOut(PowerOffer offer) {
    String name = offer.card().name();
    return offer
        .off()
        .map(why -> Finding.of(name, Verdict.OK, "off: " + why))
        .orElseGet(
            () -> Finding.note(name, "left out by power.sources", "power.sources=auto takes it"));
  }

  private static Finding measured(PowerCard card, Discovery found, Part part) {
    String name = card.name();
    Optional<String> fault =
        part.faults().stream().map(Fault::message).findFirst().or(found::whyNot);
    if (!part.zones().isEmpty()) {
      String text = "found: " + ids(part.zones());
      return part.faults().isEmpty()
          ? Finding.ok(name, text)
          : partly(name, text, part.faults().getFirst());
    }
    if (found.isAbsent()) {
      return Finding.ok(name, "not there: " + fault.orElse("this machine has none"));
    }
    if (fault.isPresent()) {
      String why = fault.get();
      return Finding.of(
          name, isRefusal(why) ? Verdict.PROBLEM : Verdict.NOTE, state(found, why) + why);
    }
    return found.zones().isEmpty()
        ? Finding.note(name, "not there")
        : Finding.ok(
            name,
            "found: %s; another source is preferred, or they are still being tried"
                .formatted(ids(found.zones())));
  }

  private static Finding partly(String name, String text, Fault fault) {
    Finding why =
        Finding.of(
            name, isRefusal(fault.message()) ? Verdict.PROBLEM : Verdict.NOTE, fault.message());
    return new Finding(name, why.verdict(), text + ". But " + why.text(), why.advice());
  }

  private static String state(Discovery found, String why) {
    if (isRefusal(why)) {
      return "not permitted: ";
    }
    return found.zones().isEmpty() && !found.isPending() ? "not there: " : "not used: ";
  }

  /** In the kernel's words. */
  private static boolean isRefusal(String why) {
    return why.contains("Permission denied") || why.contains("not permitted");
  }

  private static String ids(List<Zone> zones) {
    String ids =
        zones.stream().map(Zone::id).sorted().limit(MOST_ZONES).collect(Collectors.joining(", "));
    int more = zones.size() - MOST_ZONES;
    return more > 0 ? "%s and %d more".formatted(ids, more) : ids;
  }
}
