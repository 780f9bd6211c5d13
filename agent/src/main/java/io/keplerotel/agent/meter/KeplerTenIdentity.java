// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.meter;

import io.keplerotel.agent.model.Workload;
import io.keplerotel.agent.workload.PodNames;
import io.keplerotel.agent.workload.WorkloadNames.Names;
import io.keplerotel.semconv.KeplerLabels;
import io.keplerotel.semconv.KeplerTenLabels;
import io.opentelemetry.api.common.Attributes;
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

  /** A container; there is nothing else in this dialect. */
  @Override
  public Attributes workload(Workload workload, Names names) {
    if (!(workload instanceof Workload.Container container)) {
      throw new IllegalArgumentException(workload + " is no container");
    }
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
  public Attributes process(ProcessIdentity process, Names names) {
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

  @Override
  public ProcessOrder processOrder() {
    return ProcessOrder.AT_ONCE;
  }
}
