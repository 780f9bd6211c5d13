// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.nvml;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * For how much of the time a card works for each process, from samples that name only some of them.
 *
 * <p>A card that several processes take turns on tells nearly always of one of them only, the
 * heaviest; the others show up in a tenth to a quarter of the polls, each time with what they
 * really use. So a sample is not an amount to be summed up, but a level: it holds until the next
 * one, or until the process is gone. One that was not seen for half a minute fades within another.
 * Levels that are held never add up, with the fresh ones, to more than the whole card.
 */
final class HeldLevels {
  /** At one poll in ten, a process is missed for longer once in 24 times. */
  private static final long HOLD_NS = 30_000_000_000L;

  private static final long FADE_NS = 30_000_000_000L;
  private static final double WHOLE_PERCENT = 100;

  private final Map<Integer, Held> held = new HashMap<>();

  private record Held(double percent, long ageNs) {
    double nowPercent() {
      return ageNs <= HOLD_NS
          ? percent
          : percent * Math.max(0, 1 - (ageNs - HOLD_NS) / (double) FADE_NS);
    }
  }

  /**
   * Takes a poll.
   *
   * @param running processes that have something open on the card
   * @param fresh those that were seen working since the last poll, percent; they may have ended
   * @param elapsedNs since the last poll, ns
   * @return by pid, percent of the time; without those that use nothing
   */
  Map<Integer, Double> update(Set<Integer> running, Map<Integer, Double> fresh, long elapsedNs) {
    held.keySet().retainAll(running);
    held.replaceAll((pid, level) -> new Held(level.percent(), level.ageNs() + elapsedNs));
    fresh.forEach(
        (pid, percent) -> {
          if (running.contains(pid)) {
            held.put(pid, new Held(percent, 0));
          }
        });
    Map<Integer, Double> levels = new HashMap<>(fresh);
    double leftPercent = Math.max(0, WHOLE_PERCENT - sum(fresh));
    Map<Integer, Double> rest = new HashMap<>();
    held.forEach(
        (pid, level) -> {
          if (!fresh.containsKey(pid)) {
            rest.put(pid, level.nowPercent());
          }
        });
    double scale = Math.min(1, leftPercent / Math.max(leftPercent, sum(rest)));
    rest.forEach((pid, percent) -> levels.put(pid, leftPercent == 0 ? 0 : percent * scale));
    levels.values().removeIf(percent -> percent <= 0);
    return levels;
  }

  /** Whether it was seen working since it is running. */
  boolean knows(int pid) {
    return held.containsKey(pid);
  }

  private static double sum(Map<Integer, Double> percents) {
    return percents.values().stream().mapToDouble(percent -> percent).sum();
  }
}
