// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.workload;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.model.Energies;
import io.keplerotel.agent.model.Provenance;
import io.keplerotel.agent.model.Snapshot;
import io.keplerotel.agent.model.Snapshot.State;
import io.keplerotel.agent.model.Snapshot.WorkloadEnergy;
import io.keplerotel.agent.model.Workload;
import io.keplerotel.agent.model.Zone;
import io.keplerotel.agent.workload.NamedSnapshot.Resolved;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class OwnerSumsTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final EnergyOwner WEB = new EnergyOwner("shop", "Deployment", "web");
  private static final EnergyOwner API = new EnergyOwner("shop", "Deployment", "api");

  private final Map<String, PodNames> known = new HashMap<>();
  private final NameResolver names = new NameResolver(this::named);
  private final List<WorkloadEnergy> workloads = new ArrayList<>();
  private OwnerSums sums = new OwnerSums(1_000);
  private List<OwnerEnergy> published = List.of();
  private long seconds;

  @Test
  void energyOutlivesThePodsThatUsedIt() {
    for (int pod = 0; pod < 100; pod++) {
      known.put("uid" + pod, pod("shop", new Owner("Deployment", "web")));
      workloads.clear();
      workloads.add(container("uid" + pod, 5));
      tick();
    }
    assertThat(energies()).isEqualTo(Map.of(WEB, 500L));
  }

  @Test
  void podsOfOneOwnerWithOtherLabelsAreCountedApart() {
    PodNames web = pod("shop", new Owner("Deployment", "web"));
    Map.of("a", "red", "b", "blue", "c", "red")
        .forEach(
            (uid, team) -> {
              Map<String, String> labels = Map.of("team", team);
              known.put(uid, new PodNames(uid, "shop", uid, web.owners(), web.service(), labels));
              workloads.add(container(uid, 5));
            });
    tick();
    assertThat(energies()).isEqualTo(Map.of(of("red"), 10L, of("blue"), 5L));
  }

  private static EnergyOwner of(String team) {
    return new EnergyOwner("shop", "Deployment", "web", Map.of("team", team));
  }

  @Test
  void theTopmostOwnerOfEachNamespaceHasASum() {
    known.put(
        "a", pod("shop", new Owner("ReplicaSet", "web-5d4f8"), new Owner("Deployment", "web")));
    known.put("b", pod("bank", new Owner("Deployment", "web")));
    known.put("c", pod("bank", new Owner("Job", "mail-29"), new Owner("CronJob", "mail")));
    known.put("d", pod("bank"));
    known.put("e", pod("bank"));
    List.of("a", "b", "c", "d", "e").forEach(uid -> workloads.add(container(uid, 1)));
    tick();
    assertThat(energies())
        .isEqualTo(
            Map.of(
                WEB,
                1L,
                new EnergyOwner("bank", "Deployment", "web"),
                1L,
                new EnergyOwner("bank", "CronJob", "mail"),
                1L,
                new EnergyOwner("bank", "bare", ""),
                2L));
  }

  @Test
  void whatIsInNoPodHasASumByItsKind() {
    workloads.add(used(new Workload.Container("d1", "docker", Optional.empty()), 1));
    workloads.add(used(new Workload.Container("d2", "podman", Optional.empty()), 2));
    workloads.add(used(new Workload.Unit("nginx.service"), 4));
    workloads.add(used(Workload.VirtualMachine.of("1", "db", "kvm"), 8));
    workloads.add(used(Workload.Pseudo.SYSTEM, 16));
    workloads.add(used(Workload.Pseudo.KERNEL, 32));
    tick();
    assertThat(energies())
        .isEqualTo(
            Map.of(
                new EnergyOwner("", "container", ""), 3L,
                new EnergyOwner("system", "unit", ""), 4L,
                new EnergyOwner("", "vm", ""), 8L,
                new EnergyOwner("system", "system", ""), 16L,
                new EnergyOwner("kernel", "kernel", ""), 32L));
  }

  @Test
  void energyWaitsForALateName() {
    workloads.add(container("a", 7));
    tick();
    assertThat(published).isEmpty();
    known.put("a", pod("shop", new Owner("Deployment", "web")));
    workloads.set(0, container("a", 9));
    tick();
    assertThat(energies()).isEqualTo(Map.of(WEB, 9L));
    assertThat(published.getFirst().since()).as("nothing was shown of it before").isEqualTo(START);
  }

  @Test
  void whoIsNamedAfterItsEndIsStillCharged() {
    workloads.add(container("a", 7));
    tick();
    workloads.set(0, new WorkloadEnergy(id("a"), State.TERMINATED, START, 1, 0, energies(8)));
    tick();
    known.put("a", pod("shop", new Owner("Deployment", "web")));
    tick();
    assertThat(energies()).isEqualTo(Map.of(WEB, 8L));
  }

  @Test
  void whoEndsWithoutANameIsUnknown() {
    workloads.add(container("a", 7));
    tick();
    workloads.clear();
    tick();
    tick();
    assertThat(energies()).isEqualTo(Map.of(EnergyOwner.UNKNOWN, 7L));
  }

  @Test
  void whoIsNotNamedInTimeIsUnknownUntilItIs() {
    workloads.add(container("a", 7));
    tick();
    seconds = OwnerSums.WAIT.toSeconds();
    workloads.set(0, container("a", 8));
    tick();
    assertThat(energies()).isEqualTo(Map.of(EnergyOwner.UNKNOWN, 8L));
    known.put("a", pod("shop", new Owner("Deployment", "web")));
    workloads.set(0, container("a", 20));
    tick();
    assertThat(energies()).isEqualTo(Map.of(EnergyOwner.UNKNOWN, 8L, WEB, 12L));
    assertThat(published.getLast().since())
        .as("what was counted for another is not in it")
        .isAfter(START);
  }

  @Test
  void aPodThatChangesItsOwnerIsChargedToEachForItsTime() {
    known.put("a", pod("shop", new Owner("Deployment", "web")));
    workloads.add(container("a", 10));
    tick();
    known.put("a", pod("shop", new Owner("Deployment", "api")));
    workloads.set(0, container("a", 13));
    tick();
    known.clear(); // The name is lost, and nobody else's is known.
    workloads.set(0, container("a", 14));
    tick();
    assertThat(energies()).isEqualTo(Map.of(WEB, 10L, API, 4L));
  }

  @Test
  void aCounterThatBeginsAgainIsCountedFromZero() {
    known.put("a", pod("shop", new Owner("Deployment", "web")));
    workloads.add(container("a", 10));
    tick();
    workloads.set(
        0, new WorkloadEnergy(id("a"), State.RUNNING, START.plusSeconds(1), 0, 0, energies(3)));
    tick();
    assertThat(energies()).isEqualTo(Map.of(WEB, 13L));
  }

  @Test
  void moreOwnersThanThereIsRoomForShareTheRest() {
    sums = new OwnerSums(2);
    for (int owner = 0; owner < 10; owner++) {
      known.put("uid" + owner, pod("shop", new Owner("Job", "job" + owner)));
      workloads.add(container("uid" + owner, 1));
      tick();
    }
    known.put("bare", pod("shop"));
    workloads.add(container("bare", 1));
    tick();
    assertThat(energies())
        .isEqualTo(
            Map.of(
                new EnergyOwner("shop", "Job", "job0"),
                1L,
                new EnergyOwner("shop", "Job", "job1"),
                1L,
                EnergyOwner.REST,
                9L));
  }

  @Test
  void whatWasBookedToWorkloadsThatNobodySawIsUnknown() {
    workloads.add(used(Workload.Pseudo.SYSTEM, 5));
    publish(energies(9));
    assertThat(energies())
        .isEqualTo(Map.of(new EnergyOwner("system", "system", ""), 5L, EnergyOwner.UNKNOWN, 4L));
    publish(energies(9));
    assertThat(energies()).containsEntry(EnergyOwner.UNKNOWN, 4L);
  }

  @Test
  void nothingIsMadeWhereNothingChanges() {
    known.put("a", pod("shop", new Owner("Deployment", "web")));
    workloads.add(container("a", 10));
    workloads.add(used(Workload.Pseudo.SYSTEM, 5));
    tick();
    List<OwnerEnergy> first = published;
    tick();
    assertThat(published).isSameAs(first);
    workloads.set(0, container("a", 11));
    tick();
    assertThat(published.getFirst()).isNotSameAs(first.getFirst());
    assertThat(published.getLast()).isSameAs(first.getLast());
    assertThat(first.getFirst().energies().dynamicUj(0)).as("immutable").isEqualTo(10);
  }

  @Test
  void manyContainersThatUseNothingAllocateNothingWorthSpeakingOf() {
    known.put("a", pod("shop", new Owner("Deployment", "web")));
    for (int container = 0; container < 4_000; container++) {
      workloads.add(
          used(new Workload.Container("c" + container, "containerd", Optional.of("a")), 1));
    }
    Snapshot snapshot = snapshot(energies(4_000));
    Resolved resolved = names.resolve(snapshot);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    sums.add(snapshot, resolved);
    long beforeBytes = threads.getCurrentThreadAllocatedBytes();
    for (int tick = 0; tick < 10; tick++) {
      sums.add(snapshot, resolved);
    }
    assertThat(threads.getCurrentThreadAllocatedBytes() - beforeBytes).isLessThan(10 * 4_000);
  }

  private void tick() {
    long sumUj = 0;
    for (WorkloadEnergy workload : workloads) {
      sumUj += workload.energies().dynamicUj(0);
    }
    publish(energies(sumUj));
  }

  private void publish(Energies node) {
    seconds++;
    Snapshot snapshot = snapshot(node);
    published = sums.add(snapshot, names.resolve(snapshot));
  }

  private Snapshot snapshot(Energies node) {
    return new Snapshot(
        START,
        START.plusSeconds(seconds),
        Duration.ofSeconds(seconds).toNanos(),
        seconds,
        List.of(
            new Zone(
                "package-0",
                Component.PACKAGE,
                "0",
                Optional.empty(),
                "rapl",
                Provenance.MEASURED)),
        node,
        energies(0),
        workloads,
        List.of(),
        List.of(),
        Optional.empty());
  }

  private Map<EnergyOwner, Long> energies() {
    return published.stream()
        .collect(Collectors.toMap(OwnerEnergy::owner, owner -> owner.energies().dynamicUj(0)));
  }

  private WorkloadEnergy container(String uid, long energyUj) {
    return used(id(uid), energyUj);
  }

  private static Workload id(String uid) {
    return new Workload.Container("c-" + uid, "containerd", Optional.of(uid));
  }

  private WorkloadEnergy used(Workload workload, long energyUj) {
    return new WorkloadEnergy(
        workload,
        State.RUNNING,
        START,
        Duration.ofSeconds(seconds).toNanos(),
        0,
        energies(energyUj));
  }

  private static Energies energies(long dynamicUj) {
    return new Energies(new long[1], new long[] {dynamicUj}, 1);
  }

  private static PodNames pod(String namespace, Owner... owners) {
    return new PodNames(
        "uid",
        namespace,
        "pod",
        List.of(owners),
        new ServiceNames("web", namespace, Optional.empty(), Optional.empty()));
  }

  private WorkloadNames.Names named(Workload.Container container) {
    return container
        .podUid()
        .map(known::get)
        .map(WorkloadNames.Names::inPod)
        .orElse(WorkloadNames.Names.UNKNOWN);
  }
}
