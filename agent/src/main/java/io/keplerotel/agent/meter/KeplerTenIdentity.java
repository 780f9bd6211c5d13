// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.meter;

import io.keplerotel.agent.model.Workload;
import io.keplerotel.agent.workload.EnergyOwner;
import io.keplerotel.agent.workload.PodNames;
import io.keplerotel.agent.workload.WorkloadNames.Names;
import io.keplerotel.semconv.KeplerLabels;
import io.keplerotel.semconv.KeplerTenLabels;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import java.util.Optional;

/** What names a workload or process in the dialect of Kepler 0.10. */
final class KeplerTenIdentity implements Identity {
  private final Attributes node;

  KeplerTenIdentity(String nodeName) {
    this.node = Attributes.of(KeplerTenLabels.NODE_NAME, nodeName);
  }

  @Override
  public Attributes node() {
    return node;
  }

  /** A container or a virtual machine; there is nothing else in this dialect. */
  @Override
  public Attributes workload(Workload workload, Names names) {
    return switch (workload) {
      case Workload.Container container -> container(container, names);
      case Workload.VirtualMachine machine ->
          node.toBuilder()
              .put(KeplerLabels.VM_ID, machine.vmId())
              .put(KeplerLabels.VM_NAME, machine.name())
              .put(KeplerLabels.HYPERVISOR, machine.hypervisor())
              .build();
      case Workload.Unit unit -> throw new IllegalArgumentException(unit + " is no container");
      case Workload.Pseudo pseudo ->
          throw new IllegalArgumentException(pseudo + " is no container");
    };
  }

  private Attributes container(Workload.Container container, Names names) {
    return node.toBuilder()
        .put(KeplerLabels.CONTAINER_ID, container.id())
        .put(KeplerLabels.CONTAINER_NAME, KeplerIdentity.containerName(container, names))
        .put(KeplerTenLabels.RUNTIME, container.runtime())
        .put(KeplerLabels.POD_ID, names.pod().map(PodNames::uid).or(container::podUid).orElse(""))
        .build();
  }

  @Override
  public Attributes pod(String podUid, Optional<PodNames> names) {
    return node.toBuilder()
        .put(KeplerLabels.POD_ID, names.map(PodNames::uid).orElse(podUid))
        .put(KeplerLabels.POD_NAME, names.map(PodNames::name).orElse(""))
        .put(KeplerLabels.POD_NAMESPACE, names.map(PodNames::namespace).orElse(""))
        .build();
  }

  @Override
  public Attributes owner(EnergyOwner owner) {
    AttributesBuilder builder =
        node.toBuilder()
            .put(KeplerLabels.POD_NAMESPACE, owner.kubernetesNamespace().orElse(""))
            .put(KeplerLabels.OWNER_KIND, owner.kind())
            .put(KeplerLabels.OWNER_NAME, owner.name());
    KeplerIdentity.labels(builder, owner);
    return builder.build();
  }

  @Override
  public Attributes process(ProcessIdentity process, Names names) {
    Optional<String> container =
        process.workload().filter(Workload.Container.class::isInstance).map(Workload::id);
    String vm = KeplerIdentity.vmId(process);
    return node.toBuilder()
        .put(
            KeplerLabels.PID,
            process.others() ? ProcessIdentity.OTHER : Integer.toString(process.key().pid()))
        .put(KeplerTenLabels.COMM, process.others() ? ProcessIdentity.OTHER : process.command())
        .put(KeplerTenLabels.EXE, "")
        .put(
            KeplerTenLabels.TYPE,
            container.isPresent()
                ? KeplerTenLabels.TYPE_CONTAINER
                : vm.isEmpty() ? KeplerTenLabels.TYPE_REGULAR : KeplerTenLabels.TYPE_VM)
        .put(KeplerLabels.CONTAINER_ID, container.orElse(""))
        .put(KeplerLabels.VM_ID, vm)
        .build();
  }

  @Override
  public ProcessOrder processOrder() {
    return ProcessOrder.AT_ONCE;
  }
}
