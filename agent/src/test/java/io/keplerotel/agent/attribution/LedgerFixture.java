// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.attribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.model.Energies;
import io.keplerotel.agent.model.IdlePolicy;
import io.keplerotel.agent.model.ProcessKey;
import io.keplerotel.agent.model.Provenance;
import io.keplerotel.agent.model.Reading;
import io.keplerotel.agent.model.Snapshot;
import io.keplerotel.agent.model.Snapshot.ProcessEnergy;
import io.keplerotel.agent.model.TickLoad;
import io.keplerotel.agent.model.Workload;
import io.keplerotel.agent.model.Zone;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/** Books ticks of one second into a ledger. */
abstract class LedgerFixture {
  static final long SECOND_NS = 1_000_000_000L;
  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  static final Zone PACKAGE = zone("package-0", Component.PACKAGE);
  static final Zone DRAM = zone("package-0/dram", Component.DRAM);
  static final Zone PSYS = zone("psys", Component.PLATFORM);
  static final Workload A = container("a");
  static final Workload B = container("b");

  Ledger ledger = new Ledger(settings(IdlePolicy.EVEN, 2), START);
  long now;

  void end(int pid) {
    book(
        new Tick(
            at(),
            load(),
            power(30, 10),
            List.of(),
            0,
            List.of(A),
            Map.of(),
            List.of(new ProcessKey(pid, 1))));
  }

  ProcessEnergy process(int pid) {
    return ledger.snapshot().processes().stream()
        .filter(process -> process.process().pid() == pid)
        .findFirst()
        .orElseThrow();
  }

  static int index(Snapshot snapshot, Component component) {
    for (int zone = 0; zone < snapshot.zones().size(); zone++) {
      if (snapshot.zones().get(zone).component() == component) {
        return zone;
      }
    }
    throw new AssertionError("no zone " + component);
  }

  static long total(Energies energies, int zone) {
    return energies.idleUj(zone) + energies.dynamicUj(zone);
  }

  void book(List<Reading> readings, List<Workload> live, Usage... usages) {
    book(new Tick(at(), load(), readings, List.of(usages), 0, live, Map.of(), List.of()));
  }

  /** The first tick is a baseline, as in the agent: it has no length. */
  void book(Tick tick) {
    if (now == 0) {
      ledger.book(
          new Tick(
              at(),
              new TickLoad(0, 0, 2),
              tick.readings(),
              List.of(),
              0,
              List.of(),
              Map.of(),
              List.of()));
    }
    Booking booking = ledger.book(tick);
    assertThat(booking.resets()).isEmpty();
    assertThat(booking.gaps()).isEmpty();
    now++;
  }

  Instant at() {
    return START.plusSeconds(now);
  }

  static TickLoad load() {
    return new TickLoad(SECOND_NS, SECOND_NS, 2);
  }

  static List<Reading> power(long watts, long idleWatts) {
    return List.of(
        new Reading.Power(PACKAGE, watts * 1_000_000, OptionalLong.of(idleWatts * 1_000_000)));
  }

  static Reading counter(Zone zone, long energyUj) {
    return new Reading.Counter(zone, energyUj, 0);
  }

  static Usage usage(Workload workload, int pid, long cpuNs) {
    return new Usage(workload, new ProcessKey(pid, 1), "p" + pid, cpuNs);
  }

  Energies of(String workload) {
    return Objects.requireNonNull(energies(ledger.snapshot()).get(workload));
  }

  static Map<String, Energies> energies(Snapshot snapshot) {
    Map<String, Energies> byId = new HashMap<>();
    snapshot.workloads().forEach(w -> byId.put(w.workload().id(), w.energies()));
    return byId;
  }

  static Workload container(String id) {
    return new Workload.Container(id, "docker", Optional.empty());
  }

  static Zone zone(String id, Component component) {
    return new Zone(id, component, "0", Optional.empty(), "rapl-sysfs", Provenance.MEASURED);
  }

  static AttributionSettings settings(IdlePolicy policy, int processes) {
    return new AttributionSettings(policy, Map.of(), processes, Duration.ofSeconds(60));
  }
}
