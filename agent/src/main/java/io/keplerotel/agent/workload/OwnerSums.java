// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.workload;

import io.keplerotel.agent.model.Energies;
import io.keplerotel.agent.model.Snapshot;
import io.keplerotel.agent.model.Snapshot.WorkloadEnergy;
import io.keplerotel.agent.workload.NamedSnapshot.Resolved;
import io.keplerotel.agent.workload.WorkloadNames.Names;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Adds up from tick to tick what each owner's workloads use, so that it outlives them. For each
 * zone and mode, Σ owners + what waits for a name + unattributed = zone, to the microjoule; no sum
 * ever falls. For the sampler's thread only.
 */
public final class OwnerSums {
  /** How old a container gets before its energy does not wait for its name any longer. */
  static final Duration WAIT = Duration.ofMinutes(2);

  private static final Energies NOTHING = new Energies(new long[0], new long[0], 0);

  private final int most;
  private final Map<EnergyOwner, Account> accounts = new LinkedHashMap<>();
  private final Map<String, Counted> workloads = new HashMap<>();

  /** All that was taken from workloads so far. */
  private final EnergySum taken = new EnergySum();

  private int ofPods;
  private long ticks;
  private Instant lastAt = Instant.EPOCH;
  private int zones;
  private List<OwnerEnergy> published = List.of();

  /**
   * Nobody has used anything yet.
   *
   * @param most how many owners of pods have a sum of their own, the first to come; all others
   *     share one
   */
  public OwnerSums(int most) {
    this.most = most;
  }

  /**
   * Adds what was used since the last snapshot.
   *
   * @param names of the snapshot's subjects
   * @return all sums; those that have not changed are the same objects as before
   */
  public List<OwnerEnergy> add(Snapshot snapshot, Resolved names) {
    if (ticks == 0) {
      lastAt = snapshot.startedAt();
    }
    ticks++;
    for (int i = 0; i < snapshot.workloads().size(); i++) {
      add(snapshot.workloads().get(i), names.workloads().get(i).names());
    }
    if (workloads.size() > snapshot.workloads().size()) {
      workloads.values().removeIf(this::isGone);
    }
    addMissed(snapshot);
    lastAt = snapshot.at();
    publish(snapshot.zones().size());
    return published;
  }

  private void add(WorkloadEnergy energy, Names names) {
    Counted counted = workloads.computeIfAbsent(energy.workload().id(), id -> new Counted());
    if (!energy.since().equals(counted.since)) {
      counted.since = energy.since();
      counted.last = NOTHING; // Counting began again: all of it is new.
    }
    if (counted.account == null || !counted.names.equals(names)) {
      counted.names = names;
      assign(counted, energy);
    }
    taken.add(energy.energies(), counted.last);
    if (counted.account != null) {
      counted.account.add(energy.energies(), counted.last);
    } else if (counted.waiting != null) {
      counted.waiting.add(energy.energies(), counted.last);
    }
    counted.last = energy.energies();
    counted.tick = ticks;
  }

  /** Finds out who is charged from now on, and for what waited. */
  private void assign(Counted counted, WorkloadEnergy energy) {
    Optional<EnergyOwner> owner = EnergyOwner.of(energy.workload(), counted.names);
    if (owner.isEmpty() && counted.account != null) {
      return; // A name that was known once is the best there is.
    }
    if (owner.isEmpty() && energy.ageNs() < WAIT.toNanos()) {
      if (counted.waiting == null) {
        counted.waiting = new EnergySum();
      }
      return;
    }
    Instant since = counted.account == null ? energy.since() : lastAt;
    Account account = account(owner.orElse(EnergyOwner.UNKNOWN), since);
    if (counted.waiting != null) {
      account.add(counted.waiting);
      counted.waiting = null;
    }
    counted.account = account;
  }

  private Account account(EnergyOwner owner, Instant since) {
    Account known = accounts.get(owner);
    if (known != null) {
      return known;
    }
    boolean isOfPods = owner.kubernetesNamespace().isPresent();
    if (isOfPods && ofPods >= most) {
      return account(EnergyOwner.REST, since);
    }
    ofPods += isOfPods ? 1 : 0;
    Account opened = new Account(owner, since);
    accounts.put(owner, opened);
    return opened;
  }

  private boolean isGone(Counted counted) {
    if (counted.tick == ticks) {
      return false;
    }
    if (counted.waiting != null) {
      account(EnergyOwner.UNKNOWN, counted.since).add(counted.waiting);
    }
    return true;
  }

  /** What was booked to a workload that is in no snapshot goes to the unknown ones. */
  private void addMissed(Snapshot snapshot) {
    Energies claimed = snapshot.node().minus(snapshot.unattributed());
    Energies known = taken.energies(snapshot.zones().size());
    if (isMore(claimed, known)) {
      taken.add(claimed, known);
      account(EnergyOwner.UNKNOWN, lastAt).add(claimed, known);
    }
  }

  /** Whether there is energy in the first that is not in the second; there is never less. */
  private static boolean isMore(Energies claimed, Energies known) {
    boolean more = false;
    for (int zone = 0; zone < claimed.zones(); zone++) {
      more |= claimed.idleUj(zone) > known.idleUj(zone);
      more |= claimed.dynamicUj(zone) > known.dynamicUj(zone);
    }
    return more;
  }

  private void publish(int present) {
    boolean changed = present != zones || published.size() != accounts.size();
    for (Account account : accounts.values()) {
      changed |= account.changed;
    }
    if (changed) {
      List<OwnerEnergy> all = new ArrayList<>(accounts.size());
      accounts.values().forEach(account -> all.add(account.publish(present)));
      zones = present;
      published = List.copyOf(all);
    }
  }

  /** The sum of one owner. */
  private static final class Account {
    private final EnergySum sum = new EnergySum();
    private OwnerEnergy shown;
    boolean changed = true;

    Account(EnergyOwner owner, Instant since) {
      shown = new OwnerEnergy(owner, since, NOTHING);
    }

    void add(Energies now, Energies earlier) {
      changed |= sum.add(now, earlier);
    }

    void add(EnergySum more) {
      sum.add(more);
      changed = true;
    }

    OwnerEnergy publish(int zones) {
      if (changed || shown.energies().zones() != zones) {
        shown = new OwnerEnergy(shown.owner(), shown.since(), sum.energies(zones));
        changed = false;
      }
      return shown;
    }
  }

  /** What was taken from a workload, and who was charged. */
  private static final class Counted {
    Energies last = NOTHING;
    Instant since = Instant.MIN;
    Names names = Names.UNKNOWN;
    @Nullable Account account;
    @Nullable EnergySum waiting;
    long tick;
  }
}
