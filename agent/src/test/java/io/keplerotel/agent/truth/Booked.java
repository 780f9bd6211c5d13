// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.truth;

import io.keplerotel.agent.attribution.AttributionSettings;
import io.keplerotel.agent.attribution.Booking;
import io.keplerotel.agent.attribution.Ledger;
import io.keplerotel.agent.attribution.Tick;
import io.keplerotel.agent.attribution.Usage;
import io.keplerotel.agent.attribution.learnt.LearntWeights;
import io.keplerotel.agent.attribution.learnt.Weighed;
import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.model.Energies;
import io.keplerotel.agent.model.EventCounts;
import io.keplerotel.agent.model.IdlePolicy;
import io.keplerotel.agent.model.ProcessKey;
import io.keplerotel.agent.model.Provenance;
import io.keplerotel.agent.model.Reading;
import io.keplerotel.agent.model.Snapshot;
import io.keplerotel.agent.model.TickLoad;
import io.keplerotel.agent.model.Turnover;
import io.keplerotel.agent.model.Workload;
import io.keplerotel.agent.model.Zone;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A run in the product's own ledger: the node's counters as RAPL shows them and each tenant's CPU
 * time, once a second.
 */
final class Booked {
  static final int PACKAGE = 0;
  static final int DRAM = 1;

  private static final long SECOND_NS = 1_000_000_000L;
  private static final long RANGE_UJ = 262_143_328_850L;
  private static final long MILLICORES_PER_PROCESS = 500;
  private static final EventCounts NOTHING_COUNTED =
      new EventCounts(
          LearntRule.EVENTS, Map.of(), LearntRule.NOTHING_LOST, EventCounts.Extent.PARTIAL);
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final List<Zone> ZONES =
      List.of(zone("package-0", Component.PACKAGE), zone("package-0/dram", Component.DRAM));

  private final Run run;
  private final LearntRule.Counted counted;
  private final Optional<LearntWeights> weights;
  private final List<Workload> workloads = new ArrayList<>();
  private final Map<String, Long> requests = new HashMap<>();
  private final Ledger ledger;
  private final List<Snapshot> snapshots = new ArrayList<>();
  private final long[] counterUj = new long[2];

  private Booked(
      Run run, IdlePolicy policy, LearntRule.Counted counted, Optional<LearntWeights> weights) {
    this.run = run;
    this.counted = counted;
    this.weights = weights;
    this.ledger =
        new Ledger(new AttributionSettings(policy, Map.of(), 0, Duration.ofMinutes(2)), START);
    for (Tenant tenant : run.tenants().subList(0, run.judgedTenants())) {
      workloads.add(new Workload.Container(tenant.id(), "containerd", Optional.empty()));
      requests.put(tenant.id(), tenant.processes() * MILLICORES_PER_PROCESS);
    }
    workloads.add(Workload.Pseudo.SYSTEM);
  }

  /** Books a whole run. */
  static Booked of(Run run, IdlePolicy policy) {
    return of(new Booked(run, policy, LearntRule.Counted.ALL, Optional.empty()));
  }

  /** Books a whole run with counters, whose weights go on being learnt. */
  static Booked of(Run run, LearntRule.Counted counted, LearntWeights weights) {
    return of(new Booked(run, IdlePolicy.EVEN, counted, Optional.of(weights)));
  }

  private static Booked of(Booked booked) {
    Run run = booked.run;
    booked.book(new TickLoad(0, 0, run.scenario().node().cpus()), List.of(), NOTHING_COUNTED);
    run.seconds().forEach(booked::book);
    return booked;
  }

  /** The ledger's snapshots: before the first second, and after each. */
  List<Snapshot> snapshots() {
    return snapshots;
  }

  /** The node's dynamic energy in a second, counted from 0, of a zone, µJ. */
  long dynamicUj(int second, int zone) {
    return snapshots.get(second + 1).node().dynamicUj(zone)
        - snapshots.get(second).node().dynamicUj(zone);
  }

  /** What the ledger gave to each in the judged time. */
  Rule.Given given() {
    Snapshot before = snapshots.get(run.scenario().quietS());
    Snapshot after = snapshots.getLast();
    double[] dynamicUj = new double[workloads.size()];
    double[] idleUj = new double[workloads.size()];
    for (int tenant = 0; tenant < workloads.size(); tenant++) {
      Energies then = of(before, workloads.get(tenant));
      Energies now = of(after, workloads.get(tenant));
      for (int zone = 0; zone < ZONES.size(); zone++) {
        dynamicUj[tenant] += now.dynamicUj(zone) - then.dynamicUj(zone);
        idleUj[tenant] += now.idleUj(zone) - then.idleUj(zone);
      }
    }
    Energies node = after.node().minus(before.node());
    return new Rule.Given(dynamicUj, idleUj, (double) (node.idleUj(PACKAGE) + node.idleUj(DRAM)));
  }

  private void book(Span second) {
    counterUj[PACKAGE] += second.packageUj();
    counterUj[DRAM] += second.dramUj();
    List<Usage> usages = new ArrayList<>();
    for (int tenant = 0; tenant < workloads.size(); tenant++) {
      if (second.cpuNs[tenant] > 0) {
        usages.add(
            new Usage(
                workloads.get(tenant),
                new ProcessKey(tenant + 1, 1),
                run.tenants().get(tenant).id(),
                second.cpuNs[tenant]));
      }
    }
    int cpus = run.scenario().node().cpus();
    book(
        new TickLoad(SECOND_NS, Math.min(second.nodeCpuNs(), cpus * SECOND_NS), cpus),
        usages,
        counted(second));
  }

  private EventCounts counted(Span second) {
    Map<ProcessKey, long[]> counts = new HashMap<>();
    for (int tenant = 0; tenant < workloads.size(); tenant++) {
      counts.put(new ProcessKey(tenant + 1, 1), counted.of(second, tenant));
    }
    return new EventCounts(
        LearntRule.EVENTS, counts, LearntRule.NOTHING_LOST, EventCounts.Extent.WHOLE);
  }

  private void book(TickLoad load, List<Usage> cpu, EventCounts counts) {
    Weighed weighed = weights.map(each -> each.weigh(cpu, 0, counts)).orElse(Weighed.NOTHING);
    List<Usage> usages = new ArrayList<>(cpu);
    usages.addAll(weighed.usages());
    List<Reading> readings = new ArrayList<>();
    for (int zone = 0; zone < ZONES.size(); zone++) {
      readings.add(new Reading.Counter(ZONES.get(zone), counterUj[zone], RANGE_UJ));
    }
    Booking booking =
        ledger.book(
            new Tick(
                START.plusSeconds(snapshots.size()),
                load,
                readings,
                Turnover.NONE,
                usages,
                weighed.lost(),
                workloads,
                requests,
                List.of(),
                Tick.Users.KNOWN,
                weighed.kinds()));
    weights.ifPresent(each -> each.learn(booking.measured(), load.elapsedNs()));
    snapshots.add(ledger.snapshot());
  }

  private static Energies of(Snapshot snapshot, Workload workload) {
    return snapshot.workloads().stream()
        .filter(each -> each.workload().id().equals(workload.id()))
        .findFirst()
        .orElseThrow()
        .energies();
  }

  private static Zone zone(String id, Component component) {
    return new Zone(id, component, "0", Optional.empty(), "rapl-sysfs", Provenance.MEASURED);
  }
}
