// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.attribution;

import io.keplerotel.agent.attribution.ProcessAccount.Place;
import io.keplerotel.agent.model.Energies;
import io.keplerotel.agent.model.ProcessKey;
import io.keplerotel.agent.model.Snapshot.ProcessEnergy;
import io.keplerotel.agent.model.Snapshot.State;
import io.keplerotel.agent.model.UsageKind;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which processes have counters of their own: a bounded number, those that use most lately. A place
 * is kept until the process has ended, until another uses twice as much, or until its use has faded
 * away. Those that have ended or were displaced are shown for the retention with counters that
 * stand still; they take no place from the living, and there are never more of them than places:
 * the oldest leave first. A process' counters begin at 0 when it gets its place: what it used
 * before is in the rest, which so never falls.
 */
final class ProcessBoard {
  private static final double CHALLENGE = 2;

  /** A thread may hand over its last CPU time so long after the leader of its process has. */
  private static final long LATE_NS = 10_000_000_000L;

  private static final ProcessKey OTHERS = new ProcessKey(0, 0);

  private int places;
  private final long retentionNs;
  private final Instant startedAt;

  /** All living processes that ran lately, with a place or without. */
  private final Map<ProcessKey, ProcessAccount> known = new HashMap<>();

  /** All that have a series, at most two for each place; those that left earlier come first. */
  private final Map<ProcessKey, ProcessAccount> shown = new LinkedHashMap<>();

  /** Who has ended lately. */
  private final Map<ProcessKey, Long> endedNs = new LinkedHashMap<>();

  private final List<ProcessAccount> ranInTick = new ArrayList<>();
  private long tickOthersNs;
  private long tickOthersGpuNs;
  private final CpuTime othersCpu = new CpuTime();
  private final CpuTime othersGpu = new CpuTime();
  private long[] othersUj = new long[8];

  ProcessBoard(int places, long retentionNs, Instant startedAt) {
    this.places = places;
    this.retentionNs = retentionNs;
    this.startedAt = startedAt;
  }

  /** From the next tick on, so many have places; those that use least leave theirs. */
  void places(int wanted) {
    places = wanted;
  }

  /** Begins a tick in which nobody has run yet. */
  void begin() {
    ranInTick.forEach(ProcessAccount::clearTick);
    ranInTick.clear();
    tickOthersNs = 0;
    tickOthersGpuNs = 0;
  }

  /** Notes that a process ran in this tick, in this workload. */
  void ran(Usage usage, WorkloadAccount workload) {
    ProcessAccount account = account(usage, workload);
    if (account == null || !account.counts()) {
      tickOthersNs += usage.kind().equals(UsageKind.CPU_TIME) ? usage.amount() : 0;
      tickOthersGpuNs += usage.kind().isGpuTime() ? usage.amount() : 0;
    }
    if (account != null) {
      if (!account.ranInTick()) {
        ranInTick.add(account);
      }
      account.used(usage, workload);
    }
  }

  /**
   * Books the tick: each shown process gets its part of its workload's dynamic energy, by its use,
   * rounded down; all else goes to the rest.
   *
   * @param kinds what each zone is divided by
   */
  void commit(Collection<WorkloadAccount> workloads, UsageKind[] kinds) {
    int zones = kinds.length;
    if (zones > othersUj.length) {
      othersUj = Arrays.copyOf(othersUj, zones * 2);
    }
    othersCpu.add(tickOthersNs);
    othersGpu.add(tickOthersGpuNs);
    for (WorkloadAccount workload : workloads) {
      for (int zone = 0; zone < zones; zone++) {
        othersUj[zone] += workload.tickDynamicUj[zone];
      }
    }
    for (ProcessAccount account : ranInTick) {
      if (account.counts()) {
        account.commit(othersUj, kinds);
      }
    }
  }

  /** Gives places away, and takes back those of the ended. */
  void settle(Collection<ProcessKey> ended, long nowNs, long elapsedNs, Instant now) {
    fade(RecentUse.Step.of(elapsedNs));
    for (ProcessKey key : ended) {
      end(key, nowNs);
    }
    forgetEnds(nowNs);
    seat(nowNs, now);
    letGo(nowNs);
  }

  List<ProcessEnergy> snapshot(int zones) {
    List<ProcessEnergy> energies = new ArrayList<>(shown.size());
    shown.values().forEach(account -> energies.add(account.snapshot(zones)));
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
            othersCpu.us(),
            othersGpu.us(),
            new Energies(new long[0], othersUj, zones)));
  }

  /** Null for whom no account is kept. */
  private @Nullable ProcessAccount account(Usage usage, WorkloadAccount workload) {
    ProcessKey key = usage.process();
    if (places == 0 || key.pid() == 0) {
      return null;
    }
    ProcessAccount account = known.get(key);
    if (account != null) {
      return account;
    }
    account = shown.get(key);
    if (endedNs.containsKey(key) || usage.kind().isHeldBack()) {
      return account;
    }
    if (account == null) {
      account = new ProcessAccount(key, workload);
    }
    known.put(key, account);
    return account;
  }

  /**
   * What was used long ago counts less; processes that hardly count any more are forgotten, so that
   * one whose end was lost does not stay for ever.
   */
  private void fade(RecentUse.Step step) {
    for (Iterator<ProcessAccount> each = known.values().iterator(); each.hasNext(); ) {
      ProcessAccount account = each.next();
      account.use(step);
      if (account.isForgotten() && account.isIdleInTick()) {
        each.remove();
        if (account.place() == Place.SHOWN) {
          shown.remove(account.key);
        }
      }
    }
  }

  private void end(ProcessKey key, long nowNs) {
    endedNs.put(key, nowNs);
    ProcessAccount account = known.remove(key);
    if (account != null && account.place() == Place.SHOWN) {
      leave(account, Place.ENDED, nowNs);
    }
  }

  private void forgetEnds(long nowNs) {
    Iterator<Long> oldest = endedNs.values().iterator();
    while (oldest.hasNext() && nowNs - oldest.next() > LATE_NS) {
      oldest.remove();
    }
  }

  /** Those that use most get the free places, and then those of whom they use twice as much as. */
  private void seat(long nowNs, Instant now) {
    List<ProcessAccount> seated = new ArrayList<>(places);
    List<ProcessAccount> waiting = new ArrayList<>();
    double weakest = Double.MAX_VALUE;
    for (ProcessAccount account : known.values()) {
      if (account.place() == Place.SHOWN) {
        seated.add(account);
        weakest = Math.min(weakest, account.strength());
      } else {
        waiting.add(account);
      }
    }
    int free = places - seated.size();
    double least = free > 0 ? 0 : CHALLENGE * weakest;
    waiting.removeIf(account -> account.strength() <= least);
    waiting.sort(Comparator.comparingDouble(account -> -account.strength()));
    seated.sort(Comparator.comparingDouble(ProcessAccount::strength));
    Deque<ProcessAccount> weak = new ArrayDeque<>(seated);
    for (; free < 0; free++) {
      leave(weak.remove(), Place.DISPLACED, nowNs);
    }
    for (ProcessAccount account : waiting) {
      if (free > 0) {
        free--;
      } else if (!weak.isEmpty() && account.strength() > CHALLENGE * weak.element().strength()) {
        leave(weak.remove(), Place.DISPLACED, nowNs);
      } else {
        return;
      }
      enter(account, now);
    }
  }

  /** No two series may have the same pid, whatever else their labels are: the older one leaves. */
  private void enter(ProcessAccount account, Instant now) {
    List<ProcessAccount> before =
        shown.values().stream()
            .filter(other -> other.key.pid() == account.key.pid() && other != account)
            .toList();
    for (ProcessAccount other : before) {
      shown.remove(other.key);
      known.remove(other.key);
    }
    account.enter(now);
    shown.put(account.key, account);
  }

  /** The newest of those that left is the last of the map. */
  private void leave(ProcessAccount account, Place left, long nowNs) {
    account.leave(left, nowNs);
    shown.remove(account.key);
    shown.put(account.key, account);
  }

  private void letGo(long nowNs) {
    long left = shown.values().stream().filter(account -> account.place() != Place.SHOWN).count();
    long tooMany = left - places;
    for (Iterator<ProcessAccount> each = shown.values().iterator(); each.hasNext(); ) {
      ProcessAccount account = each.next();
      boolean isOld = tooMany > 0 || nowNs - account.leftNs() >= retentionNs;
      if (account.place() != Place.SHOWN && isOld) {
        each.remove();
        tooMany--;
        // One that was displaced begins from 0 when it is shown again.
        known.remove(account.key, account);
      }
    }
  }
}
