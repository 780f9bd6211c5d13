// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.meter;

import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.model.Snapshot;
import io.keplerotel.agent.model.Workload;
import io.keplerotel.agent.model.Zone;
import io.keplerotel.agent.workload.PodNames;
import io.keplerotel.agent.workload.WorkloadNames;
import io.keplerotel.semconv.AgentAttributes;
import io.keplerotel.semconv.KeplerLabels;
import io.keplerotel.semconv.KeplerTenLabels;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What names a zone, workload or process in the dialect of Kepler 0.10. */
final class KeplerTenIdentity {
  /** Kepler has no other zone for the whole machine. */
  private static final String PLATFORM_ZONE = "psys";

  private static final String AGGREGATED = "aggregated-";

  private final Attributes node;

  KeplerTenIdentity(String nodeName) {
    this.node = Attributes.of(KeplerTenLabels.NODE_NAME, nodeName);
  }

  Attributes node() {
    return node;
  }

  void nodeZone(AttributesBuilder builder, ZoneGroup group, List<Zone> zones) {
    builder.put(AgentAttributes.ZONE, zone(group));
    builder.put(
        KeplerTenLabels.PATH,
        group.indexes().size() == 1
            ? zones.get(group.indexes().getFirst()).id()
            : AGGREGATED + zone(group));
  }

  Attributes container(Workload.Container container, WorkloadNames.Names names) {
    return node.toBuilder()
        .put(KeplerLabels.CONTAINER_ID, container.id())
        .put(KeplerLabels.CONTAINER_NAME, KeplerIdentity.containerName(container, names))
        .put(KeplerTenLabels.RUNTIME, container.runtime())
        .put(KeplerLabels.POD_ID, names.pod().map(PodNames::uid).or(container::podUid).orElse(""))
        .build();
  }

  Attributes pod(String podUid, Optional<PodNames> names) {
    return node.toBuilder()
        .put(KeplerLabels.POD_ID, names.map(PodNames::uid).orElse(podUid))
        .put(KeplerLabels.POD_NAME, names.map(PodNames::name).orElse(""))
        .put(KeplerLabels.POD_NAMESPACE, names.map(PodNames::namespace).orElse(""))
        .build();
  }

  Attributes process(ProcessIdentity process) {
    Optional<String> container =
        process.workload().filter(Workload.Container.class::isInstance).map(Workload::id);
    return node.toBuilder()
        .put(
            KeplerLabels.PID,
            process.others() ? ProcessIdentity.OTHER : Integer.toString(process.key().pid()))
        .put(KeplerTenLabels.COMM, process.others() ? ProcessIdentity.OTHER : process.command())
        .put(KeplerTenLabels.EXE, "")
        .put(
            KeplerTenLabels.TYPE,
            container.isPresent() ? KeplerTenLabels.TYPE_CONTAINER : KeplerTenLabels.TYPE_REGULAR)
        .put(KeplerLabels.CONTAINER_ID, container.orElse(""))
        .put(KeplerLabels.VM_ID, "")
        .build();
  }

  /** The label of the state makes a new series at the end, which did not begin at 0. */
  KeplerTenSeries series(
      Attributes labels, Snapshot.State state, Instant since, List<ZoneGroup> groups) {
    Attributes base = StartTime.on(labels, since);
    Attributes energy =
        state == Snapshot.State.RUNNING ? base : StartTime.on(labels, StartTime.UNKNOWN);
    return new KeplerTenSeries(
        Series.of(
            energy.toBuilder().put(KeplerTenLabels.STATE, label(state)).build(),
            groups,
            Mode.OF_PROCESS,
            (builder, group, mode) -> builder.put(AgentAttributes.ZONE, zone(group))),
        base);
  }

  private static String label(Snapshot.State state) {
    return switch (state) {
      case RUNNING -> KeplerTenLabels.STATE_RUNNING;
      case TERMINATED -> KeplerTenLabels.STATE_TERMINATED;
    };
  }

  private static String zone(ZoneGroup group) {
    return group.component() == Component.PLATFORM ? PLATFORM_ZONE : group.componentLabel();
  }
}
