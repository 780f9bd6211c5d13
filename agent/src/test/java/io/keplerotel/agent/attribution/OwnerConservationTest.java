// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.attribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.model.Energies;
import io.keplerotel.agent.model.IdlePolicy;
import io.keplerotel.agent.model.Reading;
import io.keplerotel.agent.model.Snapshot;
import io.keplerotel.agent.model.Workload;
import io.keplerotel.agent.workload.EnergyOwner;
import io.keplerotel.agent.workload.NameResolver;
import io.keplerotel.agent.workload.Owner;
import io.keplerotel.agent.workload.OwnerEnergy;
import io.keplerotel.agent.workload.OwnerSums;
import io.keplerotel.agent.workload.PodNames;
import io.keplerotel.agent.workload.ServiceNames;
import io.keplerotel.agent.workload.WorkloadNames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pods come and go by the hundred, their names late or never; no microjoule is lost or doubled. */
class OwnerConservationTest extends LedgerFixture {
  private static final int TICKS = 600;
  private static final int FOR_ALL_NAMES_S = 200;

  private final Map<String, PodNames> known = new HashMap<>();
  private final NameResolver names = new NameResolver(new Known(known));
  private final Map<EnergyOwner, OwnerEnergy> before = new HashMap<>();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void ownersAndTheUnattributedAddUpToTheNodeToTheMicrojoule(long seed) {
    Random random = new Random(seed);
    ledger =
        new Ledger(
            new AttributionSettings(
                IdlePolicy.EVEN, Map.of(), 2, Duration.ofSeconds(random.nextInt(20))),
            START);
    OwnerSums sums = new OwnerSums(6);
    long energyUj = 0;
    long memoryUj = 0;
    List<Pod> pods = new ArrayList<>();
    List<OwnerEnergy> owners = List.of();
    for (int tick = 0; tick < TICKS; tick++) {
      energyUj += random.nextInt(90_000_000);
      memoryUj += random.nextInt(9_000_000);
      bookOne(random, pods, energyUj, tick < 50 ? -1 : memoryUj);
      Snapshot snapshot = ledger.snapshot();
      owners = sums.add(snapshot, names.resolve(snapshot));
      assertNoSumFalls(owners);
      assertNotMoreThanTheNode(owners, snapshot);
      if (random.nextInt(40) == 0) {
        known.replaceAll((uid, pod) -> pod("shop", "web", "Deployment", uid)); // Adopted.
      }
    }
    for (int tick = 0; tick < FOR_ALL_NAMES_S; tick++) {
      bookOne(new Random(seed), List.of(), energyUj, memoryUj);
      Snapshot snapshot = ledger.snapshot();
      owners = sums.add(snapshot, names.resolve(snapshot));
    }
    assertWhole(owners, ledger.snapshot());
    assertThat(owners)
        .extracting(OwnerEnergy::owner)
        .contains(
            EnergyOwner.REST,
            EnergyOwner.UNKNOWN,
            new EnergyOwner("shop", "Deployment", "web"),
            new EnergyOwner("system", "system", ""))
        .filteredOn(owner -> !owner.name().isEmpty())
        .hasSize(6);
  }

  private void bookOne(Random random, List<Pod> pods, long energyUj, long memoryUj) {
    if (pods instanceof ArrayList<Pod>) {
      pods.removeIf(pod -> pod.ends <= now);
      for (int born = random.nextInt(4); born > 0; born--) {
        pods.add(Pod.born(random, now));
      }
    }
    List<Workload> live = new ArrayList<>(List.of(Workload.Pseudo.SYSTEM));
    List<Usage> usages = new ArrayList<>();
    usages.add(usage(Workload.Pseudo.SYSTEM, 1, 1 + random.nextInt(1000)));
    for (Pod pod : pods) {
      if (pod.named == now) {
        known.put(pod.uid, pod(pod.namespace, pod.owner, pod.kind, pod.uid));
      }
      live.add(pod.container);
      usages.add(usage(pod.container, 10, random.nextInt(1_000_000)));
    }
    List<Reading> readings = new ArrayList<>(List.of(counter(PACKAGE, energyUj)));
    if (memoryUj >= 0) {
      readings.add(counter(DRAM, memoryUj));
    }
    book(
        new Tick(
            at(), load(), readings, usages, random.nextInt(10_000), live, Map.of(), List.of()));
  }

  private void assertNoSumFalls(List<OwnerEnergy> owners) {
    for (OwnerEnergy owner : owners) {
      OwnerEnergy earlier = before.put(owner.owner(), owner);
      if (earlier != null) {
        assertThat(owner.since()).isEqualTo(earlier.since());
        Energies more = owner.energies().minus(earlier.energies());
        for (int zone = 0; zone < more.zones(); zone++) {
          assertThat(more.idleUj(zone)).isNotNegative();
          assertThat(more.dynamicUj(zone)).isNotNegative();
        }
      }
    }
    assertThat(before).hasSize(owners.size());
  }

  private static void assertNotMoreThanTheNode(List<OwnerEnergy> owners, Snapshot snapshot) {
    for (int zone = 0; zone < snapshot.zones().size(); zone++) {
      assertThat(sum(owners, zone))
          .isLessThanOrEqualTo(total(snapshot.node(), zone) - total(snapshot.unattributed(), zone));
    }
  }

  private static void assertWhole(List<OwnerEnergy> owners, Snapshot snapshot) {
    assertThat(snapshot.zones()).hasSize(2);
    for (int zone = 0; zone < snapshot.zones().size(); zone++) {
      assertThat(sum(owners, zone))
          .isPositive()
          .isEqualTo(total(snapshot.node(), zone) - total(snapshot.unattributed(), zone));
    }
    int cpu = index(snapshot, Component.PACKAGE);
    assertThat(owners.stream().mapToLong(owner -> owner.energies().idleUj(cpu)).sum())
        .isEqualTo(snapshot.node().idleUj(cpu) - snapshot.unattributed().idleUj(cpu));
  }

  private static long sum(List<OwnerEnergy> owners, int zone) {
    return owners.stream().mapToLong(owner -> total(owner.energies(), zone)).sum();
  }

  private static PodNames pod(String namespace, String owner, String kind, String uid) {
    return new PodNames(
        uid,
        namespace,
        owner + uid,
        List.of(new Owner(kind, owner)),
        new ServiceNames(owner, namespace, Optional.empty(), Optional.empty()));
  }

  /** A pod of one container; many are never named, or only after they have ended. */
  private record Pod(
      String uid,
      Workload container,
      String namespace,
      String owner,
      String kind,
      long ends,
      long named) {
    static Pod born(Random random, long now) {
      String uid = "uid-" + random.nextLong();
      return new Pod(
          uid,
          new Workload.Container("c-" + uid, "containerd", Optional.of(uid)),
          random.nextBoolean() ? "shop" : "bank",
          "web" + (random.nextInt(3) == 0 ? random.nextInt(50) : ""),
          random.nextBoolean() ? "Deployment" : "CronJob",
          now + (random.nextBoolean() ? 1 : random.nextInt(200)),
          random.nextInt(4) == 0 ? Long.MAX_VALUE : now + random.nextInt(60));
    }
  }

  private record Known(Map<String, PodNames> pods) implements WorkloadNames {
    @Override
    public Names ofContainer(Workload.Container container) {
      return container.podUid().flatMap(this::ofPod).map(Names::inPod).orElse(Names.UNKNOWN);
    }

    @Override
    public Optional<PodNames> ofPod(String podUid) {
      return Optional.ofNullable(pods.get(podUid));
    }
  }
}
