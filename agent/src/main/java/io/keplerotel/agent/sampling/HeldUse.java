// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.sampling;

import io.keplerotel.agent.attribution.Usage;
import io.keplerotel.agent.model.ProcessKey;
import io.keplerotel.agent.model.Reading;
import io.keplerotel.agent.model.UsageKind;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Who used the CPUs since a meter was read that is read less often than the ticks are. In the tick
 * in which it is read, all that goes to the ledger as use of the meter's own kind; of that tick
 * itself only the part before the reading. Used by the sampler's thread only.
 */
final class HeldUse {
  /** So many users may wait for one meter; with one more, who they all were is lost. */
  private static final int MOST_USERS = 20_000;

  private final Map<UsageKind, Held> held = new HashMap<>();

  /** Of the present tick. */
  private List<Usage> usages = List.of();

  private long lostNs;
  private Map<UsageKind, Double> readAt = Map.of();
  private Map<UsageKind, Held> due = Map.of();

  /**
   * Takes a tick's use; it counts from {@link #booked} on.
   *
   * @param cpu all CPU time of the tick
   * @param lost CPU time of which it is not known who used it, ns
   * @param elapsedNs length of the tick, ns
   */
  void tick(List<Usage> cpu, long lost, List<Reading> readings, long elapsedNs) {
    lostNs = lost;
    readAt = new LinkedHashMap<>();
    for (Reading reading : readings) {
      UsageKind kind = reading.zone().usage();
      if (kind.isHeldBack()) {
        double before = elapsedNs <= 0 ? 0 : 1 - reading.when().ageNs() / (double) elapsedNs;
        readAt.put(kind, Math.clamp(before, 0, 1));
      }
    }
    boolean isWaitedFor = !readAt.isEmpty() || !held.isEmpty();
    usages = isWaitedFor ? List.copyOf(cpu) : List.of();
    due = new LinkedHashMap<>();
    readAt.forEach(
        (kind, part) -> {
          Held use = held.getOrDefault(kind, Held.NONE).copy();
          use.add(usages, lostNs, part);
          due.put(kind, use);
        });
  }

  /** Adds all use that the meters which were read in this tick have waited for. */
  void addTo(List<Usage> all) {
    due.forEach((kind, use) -> use.users.values().forEach(usage -> all.add(usage.as(kind))));
  }

  /** How much of it was used by whom is not known, by kind, ns. */
  Map<UsageKind, Long> lost() {
    Map<UsageKind, Long> lost = new HashMap<>();
    due.forEach((kind, use) -> lost.put(kind, use.lostNs));
    return lost;
  }

  /** The tick counts: what was handed over is not needed any more. */
  void booked() {
    readAt.keySet().forEach(kind -> held.put(kind, new Held()));
    held.forEach((kind, use) -> use.add(usages, lostNs, 1 - readAt.getOrDefault(kind, 0.0)));
    usages = List.of();
    lostNs = 0;
    readAt = Map.of();
    due = Map.of();
  }

  /** What waits for one meter. */
  private static final class Held {
    static final Held NONE = new Held();

    private final Map<User, Usage> users = new LinkedHashMap<>();
    private long lostNs;

    Held copy() {
      Held copy = new Held();
      copy.users.putAll(users);
      copy.lostNs = lostNs;
      return copy;
    }

    void add(List<Usage> usages, long lost, double part) {
      lostNs += (long) (lost * part);
      for (Usage usage : usages) {
        long ns = (long) (usage.amount() * part);
        User user = new User(usage.workload().id(), usage.process());
        Usage before = users.get(user);
        if (before == null && users.size() >= MOST_USERS) {
          lostNs += ns + users.values().stream().mapToLong(Usage::amount).sum();
          users.clear();
        } else if (ns > 0) {
          users.put(user, before == null ? usage.of(ns) : before.of(before.amount() + ns));
        }
      }
    }
  }

  private record User(String workload, ProcessKey process) {}
}
