// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.estimated.catalogue;

import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.power.estimated.Curve;
import io.keplerotel.agent.power.estimated.Estimate;
import io.keplerotel.agent.power.estimated.Evidence;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Estimates machines, whole or in part, by the catalogue. */
public final class Estimator {
  /** More memory than published machines have, W/GiB: an assumption, docs/estimation.md. */
  static final double MEMORY_IDLE_W_PER_GIB = 0.10;

  /** What full load adds to that, W/GiB: an assumption. */
  static final double MEMORY_LOAD_W_PER_GIB = 0.05;

  private final Catalogue catalogue;

  /** By this catalogue. */
  public Estimator(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  /**
   * What a machine most likely is.
   *
   * @throws IllegalArgumentException if there is no such machine
   */
  public Hardware hardware(Described described) {
    CpuModel cpu = cpu(described);
    Family family = catalogue.families().named(cpu.family());
    int chips = chips(described, cpu);
    int cores = cores(described, cpu, chips);
    int threads =
        described.threads().orElseGet(() -> (int) Math.round(cores * cpu.threadsPerCore()));
    double memory =
        described
            .memoryGib()
            .orElseGet(() -> catalogue.usualMemory(cpu).orElse(4.0 * cpu.cores()) * chips);
    return new Hardware(cpu, family, chips, cores, Math.max(cores, threads), memory);
  }

  /** Of a whole machine, or of the part of it that a virtual machine has. */
  public Estimate estimate(Described described, Optional<VirtualShare> share) {
    Hardware machine = hardware(described);
    Evidence evidence = evidence(described, machine);
    Map<Component, Curve> zones = whole(machine, evidence);
    StringBuilder reason = new StringBuilder(reason(machine, evidence));
    if (share.isPresent()) {
      VirtualShare part = share.orElseThrow();
      zones = part(zones, machine, part);
      reason.append(
          "; %d of the %d hardware threads of its host"
              .formatted(Math.min(part.vcpus(), machine.threads()), machine.threads()));
    }
    return new Estimate(id(machine, evidence), evidence, reason.toString(), zones);
  }

  private Evidence evidence(Described described, Hardware machine) {
    Evidence evidence = catalogue.evidence(machine.cpu());
    return switch (described.certainty()) {
      case TOLD -> evidence;
      case LIKELY -> evidence == Evidence.CPU_MODEL ? Evidence.CPU_FAMILY : evidence;
      case ASSUMED -> Evidence.DEFAULT;
    };
  }

  private CpuModel cpu(Described described) {
    CpuName name = CpuName.of(described.cpu());
    Optional<CpuModel> known = catalogue.cpus().find(name);
    if (known.isPresent()) {
      return known.orElseThrow();
    }
    Family family =
        described
            .family()
            .map(catalogue.families()::named)
            .orElseGet(() -> catalogue.families().guess(name));
    int chips = described.chips().orElse(1);
    OptionalInt coresOfChip =
        described.cores().isPresent()
            ? OptionalInt.of(Math.max(1, described.cores().getAsInt() / chips))
            : OptionalInt.empty();
    double threadsPerCore =
        described.cores().isPresent() && described.threads().isPresent()
            ? (double) described.threads().getAsInt() / described.cores().getAsInt()
            : 0;
    return catalogue.cpus().unknown(family, name, coresOfChip, threadsPerCore);
  }

  private static int chips(Described described, CpuModel cpu) {
    return described
        .chips()
        .orElseGet(
            () ->
                described.cores().isPresent()
                    ? Math.max(1, Math.round((float) described.cores().getAsInt() / cpu.cores()))
                    : described.threads().isPresent()
                        ? Math.max(
                            1, Math.round((float) described.threads().getAsInt() / cpu.threads()))
                        : 1);
  }

  private static int cores(Described described, CpuModel cpu, int chips) {
    return described
        .cores()
        .orElseGet(
            () ->
                described.threads().isPresent()
                    ? Math.min(chips * cpu.cores(), described.threads().getAsInt())
                    : chips * cpu.cores());
  }

  private Map<Component, Curve> whole(Hardware machine, Evidence evidence) {
    double most = catalogue.mostMemory(machine.family()) * machine.chips();
    Hardware compared = machine.memoryGib() > most ? machine.withMemory(most) : machine;
    Map<Component, Curve> zones =
        new EnumMap<>(Split.of(catalogue.platform(compared, evidence), compared));
    addMemory(zones, 1, 1, machine.memoryGib() - compared.memoryGib());
    return zones;
  }

  private static Map<Component, Curve> part(
      Map<Component, Curve> host, Hardware machine, VirtualShare vm) {
    double share = vm.of(machine);
    double idleShare =
        switch (vm.idle()) {
          case SHARE -> share;
          case NONE -> 0;
          case WHOLE -> 1;
        };
    double more = vm.memoryGib().orElse(0) - share * machine.memoryGib();
    Map<Component, Curve> zones = new EnumMap<>(host);
    addMemory(zones, share, idleShare, more);
    return zones;
  }

  /** Takes a share of each zone, and puts memory beside it that is not in the share. */
  private static void addMemory(
      Map<Component, Curve> zones, double share, double idleShare, double gib) {
    double idle = Math.max(0, gib) * MEMORY_IDLE_W_PER_GIB;
    double load = Math.max(0, gib) * MEMORY_LOAD_W_PER_GIB;
    zones.replaceAll(
        (component, curve) ->
            component == Component.DRAM || component == Component.PLATFORM
                ? Curves.scaled(curve, share, idleShare, idle, load)
                : Curves.scaled(curve, share, idleShare, 0, 0));
  }

  private String reason(Hardware machine, Evidence evidence) {
    CpuModel cpu = machine.cpu();
    Family family = machine.family();
    return switch (evidence) {
      case CPU_MODEL ->
          "published servers with %s: %d".formatted(cpu.name(), catalogue.withCpu(cpu));
      case CPU_FAMILY ->
          "%s; with its family %s: %d"
              .formatted(
                  cpu.name().isBlank()
                      ? "the CPU model is not known"
                      : "no published server with %s, or not for certain".formatted(cpu.name()),
                  family.name(),
                  catalogue.withFamily(family));
      case DEFAULT, CALIBRATED ->
          family.kind() == Family.Kind.BOARD
              ? "a small board of family %s: an assumption, none is published"
                  .formatted(family.name())
              : family.published() || family.name().equals(Family.DEFAULT)
                  ? "the CPU is not known; it is taken for a server of family " + family.like()
                  : "no published server of family %s; its nearest relative is %s"
                      .formatted(family.name(), family.like());
    };
  }

  private String id(Hardware machine, Evidence evidence) {
    String name = evidence == Evidence.CPU_MODEL ? machine.cpu().name() : machine.family().name();
    String slug = name.toLowerCase(Locale.ROOT).replace("+", "plus").replaceAll("[^a-z0-9.]+", "-");
    return "catalogue-" + catalogue.edition() + "/" + slug;
  }
}
