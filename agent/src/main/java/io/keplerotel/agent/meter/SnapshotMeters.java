// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.meter;

import io.keplerotel.agent.meter.Binding.Sight;
import io.keplerotel.agent.meter.Identity.ProcessOrder;
import io.keplerotel.agent.meter.Quantity.Over;
import io.keplerotel.agent.model.Energies;
import io.keplerotel.agent.model.Snapshot;
import io.keplerotel.agent.model.Snapshot.PodEnergy;
import io.keplerotel.agent.model.Snapshot.ProcessEnergy;
import io.keplerotel.agent.model.Snapshot.State;
import io.keplerotel.agent.model.Snapshot.WorkloadEnergy;
import io.keplerotel.agent.model.Workload;
import io.keplerotel.agent.workload.NamedSnapshot;
import io.keplerotel.agent.workload.Naming;
import io.keplerotel.agent.workload.OwnerEnergy;
import io.keplerotel.agent.workload.PodNames;
import io.keplerotel.agent.workload.WorkloadNames.Names;
import io.keplerotel.semconv.AgentAttributes;
import io.keplerotel.semconv.AgentMetrics;
import io.keplerotel.semconv.Metric;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.BatchCallback;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Shows snapshots in a dialect: goes through the levels and the subjects of each, and records the
 * points of those that are not held back. A collection reads the latest snapshot once and changes
 * nothing but its own bindings. Used by one collecting thread at a time.
 */
public final class SnapshotMeters {
  private final Meter meter;
  private final DialectTable dialect;
  private final Identity identity;
  private final Supplier<NamedSnapshot> snapshots;
  private final boolean showsRecent;

  private final Instruments instruments;
  private final ObservableLongMeasurement held;
  private final SeriesCount series;
  private final Bindings machine = new Bindings();
  private final Bindings workloads = new Bindings();
  private final Bindings pods = new Bindings();
  private final Bindings owners = new Bindings();
  private final Bindings processes = new Bindings();
  private final Use use = new Use();
  private Layout layout;

  /** Builds the instruments; {@link #register} makes them observed. */
  public SnapshotMeters(Meter meter, DialectTable dialect, Supplier<NamedSnapshot> snapshots) {
    this.meter = meter;
    this.dialect = dialect;
    this.identity = dialect.identity();
    this.snapshots = snapshots;
    this.showsRecent =
        dialect.rows().stream().anyMatch(row -> row.quantity().over() == Over.LAST_SECONDS);
    List<Metric> metrics = new ArrayList<>(dialect.metrics());
    metrics.add(AgentMetrics.AGENT_HELD);
    metrics.add(AgentMetrics.AGENT_SERIES);
    this.instruments = new Instruments(meter, metrics);
    this.layout = Layout.of(List.of(), "", dialect.rows(), instruments);
    this.held = instruments.ofLongs(AgentMetrics.AGENT_HELD);
    this.series =
        new SeriesCount(
            instruments.ofLongs(AgentMetrics.AGENT_SERIES),
            dialect.agentLabels().of(AgentAttributes.LEVEL));
  }

  /** Registers one callback for all instruments; closing it ends the series. */
  public BatchCallback register() {
    return instruments.observe(meter, this::observe);
  }

  private void observe() {
    NamedSnapshot named = snapshots.get();
    Snapshot total = named.snapshot();
    Snapshot recent = showsRecent ? named.recent() : total;
    String cpuTimeSource = dialect.cpuTimeSource();
    if (!layout.isOf(total.zones(), cpuTimeSource)) {
      layout = Layout.of(total.zones(), cpuTimeSource, dialect.rows(), instruments);
    }
    use.recentNs = showsRecent ? recent.uptimeNs() : 0;
    if (dialect.shows(Subject.NODE)) {
      node(total, recent);
    }
    if (dialect.shows(Subject.WORKLOAD) || dialect.shows(Subject.VM)) {
      workloads(total, recent, named.names().workloads());
    }
    if (dialect.shows(Subject.POD)) {
      pods(total, recent, named.names().pods());
    }
    if (dialect.shows(Subject.OWNER)) {
      owners(named.owners());
    }
    if (dialect.shows(Subject.PROCESS)) {
      processes(total, recent, named.names().processes());
    }
  }

  private void node(Snapshot total, Snapshot recent) {
    use.recentCpuUs = showsRecent ? cpuUs(recent) : 0;
    use.energies = total.node();
    use.recent = recent.node();
    int points = machine(Subject.NODE, layout.node, total);
    use.energies = total.unattributed();
    use.recent = recent.unattributed();
    points += machine(Subject.UNATTRIBUTED, layout.unattributed, total);
    series.record(AgentAttributes.LEVEL_NODE, points);
    machine.sweep();
  }

  private int machine(Subject subject, Slots slots, Snapshot total) {
    Binding binding = machine.of(subject, total.startedAt());
    if (!binding.isBound(slots, "", "", "", State.RUNNING)) {
      binding.bind(slots, identity.node(), Sight.NONE);
    }
    return binding.record(use);
  }

  private static long cpuUs(Snapshot snapshot) {
    long sumUs = 0;
    for (WorkloadEnergy workload : snapshot.workloads()) {
      sumUs += workload.cpuUs();
    }
    return sumUs;
  }

  private void workloads(Snapshot total, Snapshot recent, List<Naming<Names>> names) {
    int points = 0;
    int ofMachines = 0;
    int waiting = 0;
    for (int i = 0; i < total.workloads().size(); i++) {
      WorkloadEnergy workload = total.workloads().get(i);
      if (!dialect.shows(workload.workload())) {
        continue;
      }
      if (names.get(i).held()) {
        waiting++;
      } else {
        WorkloadEnergy lately = recent.workloads().get(i);
        used(workload.energies(), workload.cpuUs(), lately.energies());
        use.gpuUs = workload.gpuUs();
        int recorded = workload(workload, names.get(i).names());
        boolean isMachine = workload.workload() instanceof Workload.VirtualMachine;
        ofMachines += isMachine ? recorded : 0;
        points += isMachine ? 0 : recorded;
      }
    }
    if (dialect.shows(Subject.WORKLOAD)) {
      held.record(waiting, Attributes.empty());
      series.record(AgentAttributes.LEVEL_CONTAINER, points);
    }
    if (ofMachines > 0) { // Most machines never have one.
      series.record(AgentAttributes.LEVEL_VM, ofMachines);
    }
    workloads.sweep();
  }

  private int workload(WorkloadEnergy energy, Names names) {
    Workload workload = energy.workload();
    Slots slots =
        switch (workload) {
          case Workload.Container ignored -> layout.containers;
          case Workload.VirtualMachine ignored -> layout.machines;
          case Workload.Unit ignored -> layout.standIns;
          case Workload.Pseudo ignored -> layout.standIns;
        };
    if (slots.size() == 0) {
      return 0;
    }
    Binding binding = workloads.of(workload.id(), energy.since());
    if (!binding.isBound(slots, workload, names, "", energy.state())) {
      binding.bind(
          slots,
          identity.workload(workload, names),
          new Sight(workload, names, "", energy.state()));
    }
    return binding.record(use);
  }

  private void pods(Snapshot total, Snapshot recent, List<Naming<Optional<PodNames>>> names) {
    int points = 0;
    for (int i = 0; i < total.pods().size(); i++) {
      if (!names.get(i).held()) {
        PodEnergy pod = total.pods().get(i);
        used(pod.energies(), pod.cpuUs(), recent.pods().get(i).energies());
        points += pod(pod, names.get(i).names());
      }
    }
    series.record(AgentAttributes.LEVEL_POD, points);
    pods.sweep();
  }

  private int pod(PodEnergy pod, Optional<PodNames> names) {
    Binding binding = pods.of(pod.podUid(), pod.since());
    if (!binding.isBound(layout.pods, pod.podUid(), names, "", pod.state())) {
      binding.bind(
          layout.pods,
          identity.pod(pod.podUid(), names),
          new Sight(pod.podUid(), names, "", pod.state()));
    }
    return binding.record(use);
  }

  private void owners(List<OwnerEnergy> all) {
    int points = 0;
    for (int i = 0; i < all.size(); i++) {
      OwnerEnergy owner = all.get(i);
      used(owner.energies(), 0, owner.energies());
      Binding binding = owners.of(owner.owner(), owner.since());
      if (!binding.isBound(layout.owners, "", "", "", State.RUNNING)) {
        binding.bind(layout.owners, identity.owner(owner.owner()), Sight.NONE);
      }
      points += binding.record(use);
    }
    if (points > 0) {
      series.record(AgentAttributes.LEVEL_OWNER, points);
    }
    owners.sweep();
  }

  private void processes(Snapshot total, Snapshot recent, List<Naming<Names>> names) {
    boolean waits = identity.processOrder() == ProcessOrder.AFTER_ITS_CONTAINER;
    int points = 0;
    for (int i = 0; i < total.processes().size(); i++) {
      if (!(waits && names.get(i).held())) {
        points +=
            process(total.processes().get(i), recent.processes().get(i), names.get(i).names());
      }
    }
    if (total.otherProcesses().isPresent() && recent.otherProcesses().isPresent()) {
      points += process(total.otherProcesses().get(), recent.otherProcesses().get(), Names.UNKNOWN);
    }
    series.record(AgentAttributes.LEVEL_PROCESS, points);
    processes.sweep();
  }

  private int process(ProcessEnergy process, ProcessEnergy lately, Names names) {
    used(process.energies(), process.cpuUs(), lately.energies());
    use.gpuUs = process.gpuUs();
    Binding binding = processes.of(process.process(), process.since());
    Optional<Workload> who = process.workload();
    if (!binding.isBound(layout.processes, who, names, process.command(), process.state())) {
      binding.bind(
          layout.processes,
          identity.process(new ProcessIdentity(process), names),
          new Sight(who, names, process.command(), process.state()));
    }
    return binding.record(use);
  }

  private void used(Energies energies, long cpuUs, Energies recent) {
    use.energies = energies;
    use.cpuUs = cpuUs;
    use.recent = recent;
  }
}
