// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.bench;

import static io.keplerotel.agent.model.Snapshot.State.RUNNING;

import io.keplerotel.agent.export.otlp.OtlpPush;
import io.keplerotel.agent.meter.AgentLabels;
import io.keplerotel.agent.meter.AgentMeters;
import io.keplerotel.agent.meter.OtlpDialect;
import io.keplerotel.agent.meter.SnapshotMeters;
import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.model.Energies;
import io.keplerotel.agent.model.ProcessKey;
import io.keplerotel.agent.model.Provenance;
import io.keplerotel.agent.model.Snapshot;
import io.keplerotel.agent.model.Snapshot.PodEnergy;
import io.keplerotel.agent.model.Snapshot.ProcessEnergy;
import io.keplerotel.agent.model.Snapshot.WorkloadEnergy;
import io.keplerotel.agent.model.Workload;
import io.keplerotel.agent.model.Zone;
import io.keplerotel.agent.status.AgentStatus;
import io.keplerotel.agent.status.PushTally;
import io.keplerotel.agent.workload.Image;
import io.keplerotel.agent.workload.NameResolver;
import io.keplerotel.agent.workload.NamedSnapshot;
import io.keplerotel.agent.workload.Owner;
import io.keplerotel.agent.workload.PodNames;
import io.keplerotel.agent.workload.ServiceNames;
import io.keplerotel.agent.workload.WorkloadNames;
import io.keplerotel.semconv.ResourceAttributes;
import io.opentelemetry.api.common.Attributes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The OTLP side of an agent, as the agent wires it, over a node that is made up: a server of two
 * packages with memory, so many pods of one container with a Deployment each, 100 processes.
 */
final class SimulatedNode implements AutoCloseable {
  private static final int PROCESSES = 100;
  private static final long AGE_NS = Duration.ofHours(1).toNanos();
  private static final List<Zone> ZONES =
      List.of(
          zone("package-0", Component.PACKAGE, "0"),
          zone("package-0/dram", Component.DRAM, "0"),
          zone("package-1", Component.PACKAGE, "1"),
          zone("package-1/dram", Component.DRAM, "1"));

  private final Instant startedAt = Instant.now();
  private final PushTally tally = new PushTally();
  private final List<Workload.Container> containers = new ArrayList<>();
  private final NameResolver names = new NameResolver(new AllKnown());
  private final OtlpPush push;

  /**
   * Starts to push.
   *
   * @param settings {@code otel.*}
   */
  SimulatedNode(String name, int pods, Map<String, String> settings) {
    for (int pod = 0; pod < pods; pod++) {
      containers.add(
          new Workload.Container(
              id(name + "/" + pod), "containerd", Optional.of(uid(name + "/" + pod))));
    }
    push =
        new OtlpPush(
            Attributes.builder()
                .put(ResourceAttributes.SERVICE_NAME, "kepler-agent")
                .put(ResourceAttributes.SERVICE_VERSION, "0.1.0")
                .put(ResourceAttributes.HOST_NAME, name)
                .put(ResourceAttributes.K8S_NODE_NAME, name)
                .put(ResourceAttributes.K8S_CLUSTER_NAME, "bench")
                .build(),
            Attributes::empty,
            tally,
            Map.of(),
            settings);
    push.start();
    new SnapshotMeters(push.meter(), OtlpDialect.pushed(Optional.empty()), this::named).register();
    new AgentMeters(push.meter(), () -> AgentStatus.UNKNOWN, System::nanoTime, AgentLabels.OTEL)
        .register();
  }

  @Override
  public void close() {
    push.close();
  }

  private NamedSnapshot named() {
    Snapshot snapshot = snapshot();
    return new NamedSnapshot(snapshot, snapshot, names.resolve(snapshot));
  }

  private Snapshot snapshot() {
    long tick = 1 + Duration.between(startedAt, Instant.now()).toSeconds();
    List<WorkloadEnergy> workloads = new ArrayList<>();
    List<PodEnergy> pods = new ArrayList<>();
    List<ProcessEnergy> processes = new ArrayList<>();
    for (int i = 0; i < containers.size(); i++) {
      Workload.Container container = containers.get(i);
      long cpuUs = tick * (i + 1) * 1_003;
      Energies energies = energies(tick, i + 1);
      workloads.add(new WorkloadEnergy(container, RUNNING, startedAt, AGE_NS, cpuUs, energies));
      pods.add(
          new PodEnergy(
              container.podUid().orElseThrow(), RUNNING, startedAt, AGE_NS, cpuUs, energies));
    }
    for (int i = 0; i < PROCESSES; i++) {
      processes.add(
          new ProcessEnergy(
              new ProcessKey(1_000 + i, i),
              Optional.of(containers.get(i % containers.size())),
              RUNNING,
              "java",
              startedAt,
              tick * 1_000_003,
              energies(tick, i + 1)));
    }
    for (Workload host : List.of(Workload.Pseudo.KERNEL, Workload.Pseudo.SYSTEM)) {
      workloads.add(
          new WorkloadEnergy(
              host, RUNNING, startedAt, AGE_NS, tick * 1_000_003, energies(tick, 1)));
    }
    ProcessEnergy others =
        new ProcessEnergy(
            new ProcessKey(0, 0),
            Optional.empty(),
            RUNNING,
            "",
            startedAt,
            tick * 1_000_003,
            energies(tick, 1));
    return new Snapshot(
        startedAt,
        Instant.now(),
        tick * 1_000_000_000L,
        tick,
        ZONES,
        energies(tick, 10_000),
        energies(tick, 1),
        workloads,
        pods,
        processes,
        Optional.of(others));
  }

  private static Energies energies(long tick, long share) {
    long idleUj = tick * share * 10_007;
    long dynamicUj = tick * share * 30_011;
    return new Energies(
        new long[] {idleUj, idleUj / 9, idleUj, idleUj / 8},
        new long[] {dynamicUj, dynamicUj / 7, dynamicUj, dynamicUj / 6},
        ZONES.size());
  }

  private static Zone zone(String id, Component component, String packageId) {
    return new Zone(id, component, packageId, Optional.empty(), "rapl-sysfs", Provenance.MEASURED);
  }

  private static String uid(String name) {
    return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
  }

  private static String id(String name) {
    String half = uid(name).replace("-", "");
    return half + half;
  }

  /** What Kubernetes would say of these pods. */
  private static final class AllKnown implements WorkloadNames {
    @Override
    public Names ofContainer(Workload.Container container) {
      String uid = container.podUid().orElseThrow();
      PodNames pod = podNames(uid);
      return new Names(
          Optional.of(pod),
          Optional.of("app"),
          Optional.of(Image.parse("registry.example/shop/app:1.2")),
          Optional.of(
              new ServiceNames(
                  pod.service().name(),
                  pod.namespace(),
                  Optional.of("1.2"),
                  Optional.of(pod.namespace() + "." + pod.name() + ".app"))));
    }

    @Override
    public Optional<PodNames> ofPod(String podUid) {
      return Optional.of(podNames(podUid));
    }

    private static PodNames podNames(String uid) {
      String deployment = "app-" + uid.substring(0, 4);
      String replicaSet = deployment + "-" + uid.substring(4, 8);
      return new PodNames(
          uid,
          "namespace-" + uid.charAt(0),
          replicaSet + "-" + uid.substring(9, 13),
          List.of(new Owner("ReplicaSet", replicaSet), new Owner("Deployment", deployment)),
          new ServiceNames(
              deployment, "namespace-" + uid.charAt(0), Optional.empty(), Optional.empty()));
    }
  }
}
