// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.attribution;

import io.keplerotel.agent.model.Energies;
import io.keplerotel.agent.model.ProcessKey;
import io.keplerotel.agent.model.Snapshot.ProcessEnergy;
import io.keplerotel.agent.model.Snapshot.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which processes have counters of their own: a bounded number, those that use most. A place is
 * kept until the process has ended, or until another uses twice as much; then its counters stand
 * still for the retention and leave. One that has slept for so long that its use has faded away (17
 * min after 1 s of CPU time) leaves at once. A process' counters begin at 0 when it gets its place:
 * what it used before is in the rest, which so never falls.
 */
final class ProcessBoard {
  private static final double HALF_LIFE_S = 60;
  private static final double CHALLENGE = 2;
  private static final double FORGOTTEN_NS = 10_000;
  private static final ProcessKey OTHERS = new ProcessKey(0, 0);

  private final int places;
  private final long retentionNs;
  private final Instant startedAt;

  /** All processes that ran lately, with a place or without. */
  private final Map<ProcessKey, ProcessAccount> known = new HashMap<>();

  private final Map<ProcessKey, ProcessAccount> shown = new HashMap<>();
  private long othersCpuNs;
  private long[] othersUj = new long[8];
  private double bestChallenger;

  ProcessBoard(int places, long retentionNs, Instant startedAt) {
    this.places = places;
    this.retentionNs = retentionNs;
    this.startedAt = startedAt;
  }

  /** Notes that a process ran in this tick, in this workload. */
  void ran(Usage usage, WorkloadAccount workload) {
    if (places == 0 || usage.process().pid() == 0) {
      othersCpuNs += usage.cpuNs();
      return;
    }
    ProcessAccount account = known.get(usage.process());
    if (account == null) {
      account = new ProcessAccount(workload);
      known.put(usage.process(), account);
    }
    account.ran(usage, workload);
    if (!account.counts()) {
      othersCpuNs += usage.cpuNs();
    }
  }

  /**
   * Books the tick: each shown process gets its part of its workload's dynamic energy, by CPU time,
   * rounded down; all else goes to the rest.
   */
  void book(Collection<WorkloadAccount> workloads, int zones) {
    if (zones > othersUj.length) {
      othersUj = Arrays.copyOf(othersUj, zones * 2);
    }
    for (WorkloadAccount workload : workloads) {
      for (int zone = 0; zone < zones; zone++) {
        othersUj[zone] += workload.tickDynamicUj[zone];
      }
    }
    for (ProcessAccount account : shown.values()) {
      if (account.counts()) {
        account.book(othersUj, zones);
      }
    }
  }

  /** Gives free places away, and takes back those of the ended. */
  void settle(Collection<ProcessKey> ended, long nowNs, double elapsedS, Instant now) {
    for (ProcessKey key : ended) {
      ProcessAccount account = known.remove(key);
      if (account != null && account.counts()) {
        account.leave(nowNs);
      }
    }
    shown.values().removeIf(account -> account.hasLeft(nowNs - retentionNs));
    fade(Math.exp(-Math.log(2) * elapsedS / HALF_LIFE_S));
    fillPlaces(now);
    challenge(nowNs);
  }

  List<ProcessEnergy> snapshot(int zones) {
    List<ProcessEnergy> energies = new ArrayList<>(shown.size());
    shown.forEach((key, account) -> energies.add(account.snapshot(key, zones)));
    return energies;
  }

  Optional<ProcessEnergy> others(int zones) {
    if (places == 0) {
      return Optional.empty();
    }
    return Optional.of(
        new ProcessEnergy(
            OTHERS,
            Optional.empty(),
            State.RUNNING,
            "other",
            startedAt,
            othersCpuNs,
            new Energies(new long[0], othersUj, zones)));
  }

  /**
   * What was used long ago counts less; processes that hardly count any more are forgotten, so that
   * one whose end was lost does not stay for ever.
   */
  private void fade(double kept) {
    bestChallenger = 0;
    for (Iterator<ProcessAccount> each = known.values().iterator(); each.hasNext(); ) {
      ProcessAccount account = each.next();
      boolean ran = account.endTick(kept);
      if (!ran && account.score < FORGOTTEN_NS) {
        each.remove();
        if (account.hasPlace()) {
          shown.values().remove(account);
        }
      } else if (!account.hasPlace()) {
        bestChallenger = Math.max(bestChallenger, account.score);
      }
    }
  }

  private void fillPlaces(Instant now) {
    int free = places - shown.size();
    if (free <= 0 || bestChallenger == 0) {
      return;
    }
    known.entrySet().stream()
        .filter(entry -> !entry.getValue().hasPlace())
        .sorted(Comparator.comparingDouble(entry -> -entry.getValue().score))
        .limit(free)
        .toList()
        .forEach(
            entry -> {
              entry.getValue().enter(now);
              shown.put(entry.getKey(), entry.getValue());
            });
  }

  /** The least of the shown makes way for a process that uses twice as much; one a tick. */
  private void challenge(long nowNs) {
    if (bestChallenger == 0 || !shown.values().stream().allMatch(ProcessAccount::counts)) {
      return;
    }
    shown.entrySet().stream()
        .min(Comparator.comparingDouble(entry -> entry.getValue().score))
        .filter(least -> bestChallenger > CHALLENGE * least.getValue().score)
        .ifPresent(
            least -> {
              least.getValue().leave(nowNs);
              known.remove(least.getKey());
            });
  }
}
