// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.meter;

import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.model.Workload;
import io.keplerotel.agent.model.Zone;
import io.keplerotel.agent.workload.EnergyOwner;
import io.keplerotel.agent.workload.PodNames;
import io.keplerotel.agent.workload.ServiceNames;
import io.keplerotel.agent.workload.WorkloadNames.Names;
import io.keplerotel.semconv.OtlpAttributes;
import io.keplerotel.semconv.ResourceAttributes;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/**
 * What names a zone, workload or process by the semantic conventions. What a scrape shows carries
 * the machine's own names too, because it has no resource.
 */
final class OtlpIdentity implements Identity {
  private static final String RUNTIME_UNKNOWN = "unknown";

  private final boolean pushed;
  private final Attributes machine;
  private final Optional<Instant> bootedAt;

  private OtlpIdentity(boolean pushed, Attributes machine, Optional<Instant> bootedAt) {
    this.pushed = pushed;
    this.machine = machine;
    this.bootedAt = bootedAt;
  }

  static OtlpIdentity pushed(Optional<Instant> bootedAt) {
    return new OtlpIdentity(true, Attributes.empty(), bootedAt);
  }

  static OtlpIdentity scraped(Attributes machine, Optional<Instant> bootedAt) {
    return new OtlpIdentity(false, machine, bootedAt);
  }

  @Override
  public Attributes node() {
    return machine;
  }

  /** Adds what names a piece of hardware. */
  static void zone(AttributesBuilder builder, Zone zone) {
    builder.put(OtlpAttributes.HW_ID, zone.id());
    if (zone.component() != Component.PLATFORM) {
      builder.put(OtlpAttributes.HW_TYPE, type(zone.component()));
    }
    builder.put(OtlpAttributes.HW_NAME, name(zone));
    zone.parent().ifPresent(parent -> builder.put(OtlpAttributes.HW_PARENT, parent));
    builder.put(OtlpAttributes.SOURCE, zone.source());
  }

  @Override
  public Attributes workload(Workload workload, Names names) {
    AttributesBuilder builder = machine.toBuilder();
    switch (workload) {
      case Workload.Container container -> container(builder, container, names);
      case Workload.Unit unit -> builder.put(OtlpAttributes.WORKLOAD, unit.id());
      case Workload.VirtualMachine machine -> machine(builder, machine);
      case Workload.Pseudo pseudo -> builder.put(OtlpAttributes.WORKLOAD, pseudo.id());
    }
    return builder.build();
  }

  @Override
  public Attributes pod(String podUid, Optional<PodNames> names) {
    AttributesBuilder builder = machine.toBuilder();
    PodIdentity.pod(builder, Optional.of(podUid), names);
    names.map(PodNames::service).ifPresent(known -> service(builder, known));
    return builder.build();
  }

  @Override
  public Attributes owner(EnergyOwner owner) {
    AttributesBuilder builder = machine.toBuilder().put(OtlpAttributes.OWNER_KIND, owner.kind());
    owner
        .kubernetesNamespace()
        .ifPresent(namespace -> builder.put(ResourceAttributes.K8S_NAMESPACE_NAME, namespace));
    if (owner.isNamed()) {
      builder.put(OtlpAttributes.OWNER_NAME, owner.name());
    }
    owner
        .labels()
        .forEach(
            (key, value) ->
                builder.put(ResourceAttributes.K8S_POD_LABEL.getKey() + "." + key, value));
    return builder.build();
  }

  @Override
  public Attributes process(ProcessIdentity process, Names names) {
    AttributesBuilder builder =
        process.workload().map(workload -> workload(workload, names)).orElse(machine).toBuilder();
    if (process.others()) {
      return builder.put(OtlpAttributes.PROCESS_COMMAND, ProcessIdentity.OTHER).build();
    }
    builder.put(OtlpAttributes.PROCESS_PID, (long) process.key().pid());
    builder.put(OtlpAttributes.PROCESS_COMMAND, process.command());
    bootedAt
        .map(booted -> booted.plusNanos(process.key().startNs()).truncatedTo(ChronoUnit.MILLIS))
        .ifPresent(began -> builder.put(OtlpAttributes.PROCESS_CREATION_TIME, began.toString()));
    return builder.build();
  }

  @Override
  public ProcessOrder processOrder() {
    return ProcessOrder.AFTER_ITS_CONTAINER;
  }

  private void container(AttributesBuilder builder, Workload.Container container, Names names) {
    builder.put(ResourceAttributes.CONTAINER_ID, container.id());
    if (!container.runtime().equals(RUNTIME_UNKNOWN)) {
      builder.put(ResourceAttributes.CONTAINER_RUNTIME_NAME, container.runtime());
    }
    boolean inPod = container.podUid().isPresent() || names.pod().isPresent();
    names
        .container()
        .ifPresent(
            name ->
                builder.put(
                    inPod
                        ? ResourceAttributes.K8S_CONTAINER_NAME
                        : ResourceAttributes.CONTAINER_NAME,
                    name));
    PodIdentity.pod(builder, container.podUid(), names.pod());
    names.image().ifPresent(image -> PodIdentity.image(builder, image));
    names.service().ifPresent(service -> service(builder, service));
  }

  private static void machine(AttributesBuilder builder, Workload.VirtualMachine machine) {
    builder
        .put(ResourceAttributes.VM_ID, machine.vmId())
        .put(ResourceAttributes.VM_NAME, machine.name())
        .put(ResourceAttributes.VM_HYPERVISOR, machine.hypervisor());
  }

  /** What is scraped has few labels, because each stands on each series. */
  private void service(AttributesBuilder builder, ServiceNames service) {
    if (pushed) {
      PodIdentity.service(builder, service);
    }
  }

  private static String type(Component component) {
    return switch (component) {
      case PACKAGE, CORE, UNCORE -> OtlpAttributes.HW_TYPE_CPU;
      case DRAM -> OtlpAttributes.HW_TYPE_MEMORY;
      case GPU -> OtlpAttributes.HW_TYPE_GPU;
      case PLATFORM, OTHER ->
          throw new IllegalArgumentException(component + " is no piece of hardware");
    };
  }

  /** Its name for people. */
  static String name(Zone zone) {
    String component = zone.component().name().toLowerCase(Locale.ROOT);
    return switch (zone.component()) {
      case PACKAGE, GPU -> component + " " + zone.packageId();
      case CORE, UNCORE, DRAM -> "package " + zone.packageId() + " " + component;
      case PLATFORM, OTHER -> component;
    };
  }
}
