// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power;

import io.keplerotel.agent.model.Provenance;
import io.keplerotel.agent.model.Reading;
import io.keplerotel.agent.model.TickLoad;
import io.keplerotel.agent.model.Zone;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compares sources that show the same zone, which is to say the same counter. One that counts
 * nothing is read for it every ten seconds only, and a minute is compared at a time. Used by the
 * sampler's thread.
 */
final class CrossCheck {
  private static final long LOOK_NS = 10_000_000_000L;
  private static final long WINDOW_NS = 60_000_000_000L;

  /** Whoever is not read else shows within a minute what zones have come to it. */
  private static final int LOOKS_TO_LEARN = 6;

  /** Of less, chance has too large a part. */
  private static final long LEAST_UJ = 1_000_000;

  private final Map<Pair, Window> windows = new LinkedHashMap<>();
  private Map<Pair, Disagreement> verdicts = Map.of();
  private long sinceLookNs = LOOK_NS;
  private int looks;

  /** A zone that one source counts, and another one shows. */
  private record Pair(Candidate owner, Candidate other, String zone) {}

  /**
   * After the sources of a tick were read.
   *
   * @param counted zones that count in this tick, with who counts them
   * @return what is known of all zones that two sources show
   */
  List<Disagreement> after(
      TickLoad load, Map<Zone, Candidate> counted, List<Candidate> candidates) {
    sinceLookNs += load.elapsedNs();
    if (sinceLookNs >= LOOK_NS) {
      look(new TickLoad(sinceLookNs, load.busyNs(), load.cpus()), counted, candidates);
      sinceLookNs = 0;
    }
    return List.copyOf(verdicts.values());
  }

  private void look(TickLoad sinceLook, Map<Zone, Candidate> counted, List<Candidate> candidates) {
    Map<Pair, Window> seen = new LinkedHashMap<>();
    boolean learns = looks++ % LOOKS_TO_LEARN == 0;
    for (Candidate other : candidates) {
      List<Zone> twins = twins(counted, other);
      boolean isDue = !twins.isEmpty() || (learns && other.mayShowMore());
      if (other.card.provenance() == Provenance.ESTIMATED || !isDue) {
        continue;
      }
      Map<String, Reading.Counter> shown = byId(other.countersNow(sinceLook));
      for (Zone zone : twins) {
        Candidate owner = counted.get(zone);
        Reading.@Nullable Counter theirs = shown.get(zone.id());
        Reading.@Nullable Counter ours =
            owner == null ? null : byId(owner.countersRead()).get(zone.id());
        if (owner != null && ours != null && theirs != null) {
          Pair pair = new Pair(owner, other, zone.id());
          Window window = windows.getOrDefault(pair, new Window());
          window.add(ours, theirs, sinceLook.elapsedNs());
          seen.put(pair, window);
        }
      }
    }
    windows.keySet().retainAll(seen.keySet());
    windows.putAll(seen);
    judge();
  }

  /** Zones that others count and this one shows too; meters outside have losses of their own. */
  private static List<Zone> twins(Map<Zone, Candidate> counted, Candidate other) {
    Set<String> shown = other.zoneIds();
    List<Zone> twins = new ArrayList<>();
    counted.forEach(
        (zone, owner) -> {
          if (owner != other && !zone.usage().isHeldBack() && shown.contains(zone.id())) {
            twins.add(zone);
          }
        });
    return twins;
  }

  private void judge() {
    Map<Pair, Disagreement> judged = new LinkedHashMap<>(verdicts);
    judged.keySet().retainAll(windows.keySet());
    windows.forEach(
        (pair, window) -> {
          if (window.isFull()) {
            judged.put(
                pair,
                new Disagreement(
                    pair.zone,
                    pair.owner.card.name(),
                    pair.other.card.name(),
                    window.oursUj,
                    window.theirsUj));
            window.begin();
          }
        });
    verdicts = judged;
  }

  private static Map<String, Reading.Counter> byId(Iterable<Reading.Counter> counters) {
    Map<String, Reading.Counter> byId = new HashMap<>();
    counters.forEach(counter -> byId.put(counter.zone().id(), counter));
    return byId;
  }

  /** What both have counted since it began. */
  private static final class Window {
    private Reading.@Nullable Counter ours;
    private Reading.@Nullable Counter theirs;
    private long lengthNs;
    private long oursUj;
    private long theirsUj;

    void begin() {
      lengthNs = 0;
      oursUj = 0;
      theirsUj = 0;
    }

    /** Where one of them was reset, the step says nothing. */
    void add(Reading.Counter our, Reading.Counter their, long stepNs) {
      OptionalLong ourUj = difference(ours, our);
      OptionalLong theirUj = difference(theirs, their);
      if (ourUj.isPresent() && theirUj.isPresent()) {
        lengthNs += stepNs;
        oursUj += ourUj.getAsLong();
        theirsUj += theirUj.getAsLong();
      }
      ours = our;
      theirs = their;
    }

    boolean isFull() {
      return lengthNs >= WINDOW_NS && Math.max(oursUj, theirsUj) >= LEAST_UJ;
    }

    private static OptionalLong difference(Reading.@Nullable Counter before, Reading.Counter now) {
      if (before == null) {
        return OptionalLong.empty();
      }
      long differenceUj = now.energyUj() - before.energyUj();
      if (differenceUj < 0 && now.rangeUj() > 0) {
        differenceUj += now.rangeUj();
      }
      return differenceUj < 0 ? OptionalLong.empty() : OptionalLong.of(differenceUj);
    }
  }
}
