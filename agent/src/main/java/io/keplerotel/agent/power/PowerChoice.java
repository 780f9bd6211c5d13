// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power;

import io.keplerotel.agent.config.EstimateUse;
import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.model.Fault;
import io.keplerotel.agent.model.Provenance;
import io.keplerotel.agent.model.TickLoad;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;

/**
 * The sources of power that were wanted, built and asked once what they find.
 *
 * @param cover reads them from now on
 * @param found by name of the source, what it has found at the start
 */
public record PowerChoice(PowerReader cover, Map<String, Discovery> found) {
  /** What means all, by precedence. */
  public static final String AUTO = "auto";

  /** Takes a copy of the map, in its order: those that are preferred first. */
  public PowerChoice {
    found = Collections.unmodifiableMap(new LinkedHashMap<>(found));
  }

  /**
   * Builds those that are wanted.
   *
   * @param wanted names, those that are preferred first; or {@code auto}, beside which the names of
   *     sources that it leaves out may stand
   * @param offers all that can be had
   */
  public static PowerChoice of(
      List<String> wanted, EstimateUse estimates, Collection<PowerOffer> offers) {
    List<PowerOffer> chosen =
        wanted.contains(AUTO)
            ? offers.stream()
                .filter(offer -> offer.off().isEmpty() || wanted.contains(offer.card().name()))
                .sorted(PowerChoice::byPrecedence)
                .toList()
            : wanted.stream().map(name -> named(name, offers)).toList();
    List<Candidate> candidates = new ArrayList<>();
    Map<String, Discovery> found = new LinkedHashMap<>();
    for (PowerOffer offer : chosen) {
      int place = -candidates.size();
      ToIntFunction<Component> rank =
          wanted.contains(AUTO) ? offer.card()::precedence : component -> place;
      Candidate candidate = new Candidate(offer.card(), offer.source().get(), rank);
      found.put(offer.card().name(), begin(candidate));
      candidates.add(candidate);
    }
    return new PowerChoice(new PowerCover(candidates, estimates), found);
  }

  /** Whether some source can measure something: those that cannot are then spare ones. */
  public boolean measures() {
    return found.values().stream()
        .anyMatch(shown -> shown.whyNot().isEmpty() && !shown.zones().isEmpty());
  }

  /** The first reading says what the zones do not: that they may not be read. */
  private static Discovery begin(Candidate candidate) {
    if (candidate.card.provenance() == Provenance.ESTIMATED) {
      // It can always be had, and what it is made from is large: for whom it is first read.
      return new Discovery(List.of(), Optional.empty());
    }
    Discovery found = candidate.discover();
    PowerReading reading = candidate.read(new TickLoad(0, 0, 1));
    return reading.faults().stream()
        .map(Fault::message)
        .findFirst()
        .filter(why -> candidate.tellsNothing())
        .map(why -> new Discovery(found.zones(), Optional.of(why), found.isAbsent()))
        .orElse(found);
  }

  /** Without Java's own comparators: these make classes at the start, which no archive holds. */
  private static int byPrecedence(PowerOffer one, PowerOffer other) {
    return Integer.compare(other.card().precedence(), one.card().precedence());
  }

  private static PowerOffer named(String name, Collection<PowerOffer> offers) {
    return offers.stream()
        .filter(offer -> offer.card().name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no source of power is named " + name));
  }
}
