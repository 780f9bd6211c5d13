// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.attribution;

import io.keplerotel.agent.model.Energies;
import io.keplerotel.agent.model.ProcessKey;
import io.keplerotel.agent.model.Snapshot.ProcessEnergy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which processes have counters of their own: a bounded number, those that use most. A place is
 * kept until the process has ended, or until another uses twice as much; then its counters stand
 * still for the retention and leave. A process' counters begin at 0 when it gets its place: what it
 * used before is in the rest, which so never falls.
 */
final class ProcessBoard {
  private static final double HALF_LIFE_S = 60;
  private static final double CHALLENGE = 2;
  private static final double FORGOTTEN_NS = 10_000;
  private static final ProcessKey OTHERS = new ProcessKey(0, 0);

  private final int places;
  private final long retentionNs;
  private final Map<ProcessKey, ProcessAccount> shown = new HashMap<>();
  private final Map<ProcessKey, Candidate> candidates = new HashMap<>();
  private final Instant startedAt;
  private long othersCpuNs;
  private long[] othersUj = new long[8];

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
    ProcessAccount account = shown.get(usage.process());
    if (account != null && account.leftNs.isEmpty()) {
      account.ran(usage, workload);
      return;
    }
    othersCpuNs += usage.cpuNs();
    if (account == null) {
      candidates.computeIfAbsent(usage.process(), key -> new Candidate(usage.command(), workload))
              .tickCpuNs +=
          usage.cpuNs();
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
      account.book(othersUj, zones);
    }
  }

  /** Gives free places away, and takes back those of the ended. */
  void settle(Collection<ProcessKey> ended, long nowNs, double elapsedS, Instant now) {
    for (ProcessKey key : ended) {
      candidates.remove(key);
      ProcessAccount account = shown.get(key);
      if (account != null && account.leftNs.isEmpty()) {
        account.leftNs = Optional.of(nowNs);
      }
    }
    shown.values().removeIf(a -> a.leftNs.isPresent() && nowNs - a.leftNs.get() >= retentionNs);
    double kept = Math.exp(-Math.log(2) * elapsedS / HALF_LIFE_S);
    shown.values().forEach(account -> account.score = account.score * kept + account.takeTickNs());
    candidates
        .values()
        .removeIf(candidate -> candidate.fade(kept) < FORGOTTEN_NS && candidate.idle());
    fillPlaces(now);
    challenge(nowNs);
    candidates.values().forEach(candidate -> candidate.tickCpuNs = 0);
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
            "other",
            startedAt,
            othersCpuNs,
            new Energies(new long[0], othersUj, zones)));
  }

  private void fillPlaces(Instant now) {
    int free = places - shown.size();
    if (free <= 0 || candidates.isEmpty()) {
      return;
    }
    candidates.entrySet().stream()
        .sorted(Comparator.comparingDouble(entry -> -entry.getValue().score))
        .limit(free)
        .toList()
        .forEach(
            entry -> {
              Candidate candidate = candidates.remove(entry.getKey());
              if (candidate != null) {
                shown.put(entry.getKey(), new ProcessAccount(candidate, now));
              }
            });
  }

  /** The least of the shown makes way for a candidate that uses twice as much; one a tick. */
  private void challenge(long nowNs) {
    double best = candidates.values().stream().mapToDouble(c -> c.score).max().orElse(0);
    boolean placeSoonFree = shown.values().stream().anyMatch(a -> a.leftNs.isPresent());
    if (best == 0 || placeSoonFree) {
      return;
    }
    shown.values().stream()
        .min(Comparator.comparingDouble(account -> account.score))
        .filter(least -> best > CHALLENGE * least.score)
        .ifPresent(least -> least.leftNs = Optional.of(nowNs));
  }

  /** A process without a place. */
  private static final class Candidate {
    final String command;
    final WorkloadAccount workload;
    double score;
    long tickCpuNs;

    Candidate(String command, WorkloadAccount workload) {
      this.command = command;
      this.workload = workload;
    }

    double fade(double kept) {
      score = score * kept + tickCpuNs;
      return score;
    }

    boolean idle() {
      return tickCpuNs == 0;
    }
  }

  /** A process with a place. */
  private static final class ProcessAccount {
    private final Instant since;
    private WorkloadAccount workload;
    private String command;
    private long cpuNs;
    private long tickNs;
    private @Nullable Map<WorkloadAccount, Long> elsewhere;
    private long[] dynamicUj = new long[8];
    double score;
    Optional<Long> leftNs = Optional.empty();

    ProcessAccount(Candidate candidate, Instant since) {
      this.since = since;
      this.workload = candidate.workload;
      this.command = candidate.command;
      this.score = candidate.score;
    }

    void ran(Usage usage, WorkloadAccount where) {
      cpuNs += usage.cpuNs();
      command = usage.command();
      if (where != workload && tickNs == 0) {
        workload = where;
      }
      if (where == workload) {
        tickNs += usage.cpuNs();
        return;
      }
      // Threads of one process may sit in several cgroups.
      if (elsewhere == null) {
        elsewhere = new HashMap<>();
      }
      elsewhere.merge(where, usage.cpuNs(), Long::sum);
    }

    void book(long[] othersUj, int zones) {
      if (zones > dynamicUj.length) {
        dynamicUj = Arrays.copyOf(dynamicUj, zones * 2);
      }
      book(workload, tickNs, othersUj, zones);
      if (elsewhere != null) {
        elsewhere.forEach((where, ns) -> book(where, ns, othersUj, zones));
        tickNs += elsewhere.values().stream().mapToLong(Long::longValue).sum();
        elsewhere = null;
      }
    }

    long takeTickNs() {
      long ns = tickNs;
      tickNs = 0;
      return ns;
    }

    ProcessEnergy snapshot(ProcessKey key, int zones) {
      return new ProcessEnergy(
          key,
          Optional.of(workload.workload),
          command,
          since,
          cpuNs,
          new Energies(new long[0], dynamicUj, zones));
    }

    private void book(WorkloadAccount where, long ns, long[] othersUj, int zones) {
      if (ns == 0) {
        return;
      }
      for (int zone = 0; zone < zones; zone++) {
        long energyUj = Apportionment.floorShare(where.tickDynamicUj[zone], ns, where.tickCpuNs);
        dynamicUj[zone] += energyUj;
        othersUj[zone] -= energyUj;
      }
    }
  }
}
