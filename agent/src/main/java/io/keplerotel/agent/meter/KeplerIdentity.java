// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.meter;

import io.keplerotel.agent.model.Workload;
import io.keplerotel.agent.workload.EnergyOwner;
import io.keplerotel.agent.workload.Owner;
import io.keplerotel.agent.workload.PodNames;
import io.keplerotel.agent.workload.WorkloadNames.Names;
import io.keplerotel.semconv.KeplerLabels;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import java.util.Optional;

/** What names a workload or process in Kepler's dialect. */
final class KeplerIdentity implements Identity {
  private static final String OTHER = ProcessIdentity.OTHER;
  private static final int SHORT_ID_LENGTH = 12;
  private static final String SYSTEM_NAMESPACE = "system";
  private static final String KERNEL_NAMESPACE = "kernel";

  /** Only zones name the node, by labels of their own. */
  @Override
  public Attributes node() {
    return Attributes.empty();
  }

  @Override
  public Attributes workload(Workload workload, Names names) {
    return switch (workload) {
      case Workload.Container container ->
          container(
              container.id(),
              names.pod().map(PodNames::name).orElse(""),
              containerName(container, names),
              names.pod().map(PodNames::namespace).orElse(""));
      case Workload.Unit unit -> container(unit.id(), "", unit.id(), SYSTEM_NAMESPACE);
      case Workload.VirtualMachine machine ->
          Attributes.of(
              KeplerLabels.VM_ID, machine.vmId(),
              KeplerLabels.VM_NAME, machine.name(),
              KeplerLabels.HYPERVISOR, machine.hypervisor());
      case Workload.Pseudo pseudo ->
          container(pseudo.id(), pseudo.id(), pseudo.id(), namespace(pseudo));
    };
  }

  /** Its name, or the beginning of its id. */
  static String containerName(Workload.Container container, Names names) {
    return names.container().orElse(shortId(container.id()));
  }

  /** A pod; by its uid alone where its names are not known. */
  @Override
  public Attributes pod(String podUid, Optional<PodNames> names) {
    Optional<Owner> owner = names.flatMap(PodNames::topOwner);
    return Attributes.builder()
        .put(KeplerLabels.POD_ID, names.map(PodNames::uid).orElse(podUid))
        .put(KeplerLabels.POD_NAME, names.map(PodNames::name).orElse(""))
        .put(KeplerLabels.POD_NAMESPACE, names.map(PodNames::namespace).orElse(""))
        .put(KeplerLabels.OWNER_KIND, owner.map(Owner::kind).orElse(""))
        .put(KeplerLabels.OWNER_NAME, owner.map(Owner::name).orElse(""))
        .build();
  }

  @Override
  public Attributes owner(EnergyOwner owner) {
    AttributesBuilder builder =
        Attributes.builder()
            .put(KeplerLabels.CONTAINER_NAMESPACE, owner.namespace())
            .put(KeplerLabels.OWNER_KIND, owner.kind())
            .put(KeplerLabels.OWNER_NAME, owner.name());
    labels(builder, owner);
    return builder.build();
  }

  /** Adds the labels of its pods. */
  static void labels(AttributesBuilder builder, EnergyOwner owner) {
    owner
        .labels()
        .forEach((key, value) -> builder.put(KeplerLabels.POD_LABEL.getKey() + "_" + key, value));
  }

  @Override
  public Attributes process(ProcessIdentity process, Names names) {
    return Attributes.of(
        KeplerLabels.PID,
        process.others() ? OTHER : Integer.toString(process.key().pid()),
        KeplerLabels.CONTAINER_ID,
        process
            .workload()
            .filter(workload -> !(workload instanceof Workload.VirtualMachine))
            .map(Workload::id)
            .orElse(""),
        KeplerLabels.VM_ID,
        vmId(process),
        KeplerLabels.COMMAND,
        process.others() ? OTHER : process.command());
  }

  /** Id of the virtual machine that the process runs; empty for others. */
  static String vmId(ProcessIdentity process) {
    return process
        .workload()
        .filter(Workload.VirtualMachine.class::isInstance)
        .map(Workload.VirtualMachine.class::cast)
        .map(Workload.VirtualMachine::vmId)
        .orElse("");
  }

  @Override
  public ProcessOrder processOrder() {
    return ProcessOrder.AT_ONCE;
  }

  private static Attributes container(String id, String pod, String name, String namespace) {
    return Attributes.of(
        KeplerLabels.CONTAINER_ID, id,
        KeplerLabels.POD_NAME, pod,
        KeplerLabels.CONTAINER_NAME, name,
        KeplerLabels.CONTAINER_NAMESPACE, namespace);
  }

  private static String namespace(Workload.Pseudo pseudo) {
    return switch (pseudo) {
      case KERNEL -> KERNEL_NAMESPACE;
      case SYSTEM -> SYSTEM_NAMESPACE;
    };
  }

  private static String shortId(String id) {
    return id.substring(0, Math.min(SHORT_ID_LENGTH, id.length()));
  }
}
