// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.meter;

import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.model.Workload;
import io.keplerotel.agent.model.Zone;
import io.keplerotel.agent.workload.PodNames;
import io.keplerotel.agent.workload.ServiceNames;
import io.keplerotel.agent.workload.WorkloadNames;
import io.keplerotel.semconv.OtlpAttributes;
import io.keplerotel.semconv.ResourceAttributes;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/**
 * What names a zone, workload or process by the semantic conventions. All points carry the time at
 * which their counters began, which the exporters make their start time; what a scrape shows
 * carries the machine's own names too, because it has no resource.
 */
final class OtlpIdentity {
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

  Attributes node(Instant since) {
    return StartTime.on(machine, since);
  }

  Attributes zone(Zone zone, Instant since) {
    AttributesBuilder builder = node(since).toBuilder();
    builder.put(OtlpAttributes.HW_ID, zone.id());
    if (zone.component() != Component.PLATFORM) {
      builder.put(OtlpAttributes.HW_TYPE, type(zone.component()));
    }
    builder.put(OtlpAttributes.HW_NAME, name(zone));
    zone.parent().ifPresent(parent -> builder.put(OtlpAttributes.HW_PARENT, parent));
    return builder.put(OtlpAttributes.SOURCE, zone.source()).build();
  }

  Attributes workload(Workload workload, WorkloadNames.Names names, Instant since) {
    AttributesBuilder builder = node(since).toBuilder();
    switch (workload) {
      case Workload.Container container -> container(builder, container, names);
      case Workload.Unit unit -> builder.put(OtlpAttributes.WORKLOAD, unit.id());
      case Workload.Pseudo pseudo -> builder.put(OtlpAttributes.WORKLOAD, pseudo.id());
    }
    return builder.build();
  }

  Attributes pod(String podUid, Optional<PodNames> names, Instant since) {
    AttributesBuilder builder = node(since).toBuilder();
    PodIdentity.pod(builder, Optional.of(podUid), names);
    names.map(PodNames::service).ifPresent(known -> service(builder, known));
    return builder.build();
  }

  Attributes process(ProcessIdentity process, WorkloadNames.Names names, Instant since) {
    Attributes base =
        process
            .workload()
            .map(workload -> workload(workload, names, since))
            .orElseGet(() -> node(since));
    if (process.others()) {
      return base.toBuilder().put(OtlpAttributes.PROCESS_COMMAND, ProcessIdentity.OTHER).build();
    }
    AttributesBuilder builder =
        base.toBuilder()
            .put(OtlpAttributes.PROCESS_PID, (long) process.key().pid())
            .put(OtlpAttributes.PROCESS_COMMAND, process.command());
    bootedAt
        .map(booted -> booted.plusNanos(process.key().startNs()).truncatedTo(ChronoUnit.MILLIS))
        .ifPresent(began -> builder.put(OtlpAttributes.PROCESS_CREATION_TIME, began.toString()));
    return builder.build();
  }

  private void container(
      AttributesBuilder builder, Workload.Container container, WorkloadNames.Names names) {
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

  private static String name(Zone zone) {
    String component = zone.component().name().toLowerCase(Locale.ROOT);
    return switch (zone.component()) {
      case PACKAGE, GPU -> component + " " + zone.packageId();
      case CORE, UNCORE, DRAM -> "package " + zone.packageId() + " " + component;
      case PLATFORM, OTHER -> component;
    };
  }
}
