// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.model;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One separately measured part of the machine.
 *
 * @param id unique on this machine, such as {@code package-0} or {@code package-0/dram}
 * @param component what it measures
 * @param packageId the CPU package it belongs to, such as {@code 0}, or the number of the GPU;
 *     empty for the whole machine
 * @param parent id of the zone it hangs under
 * @param source who reads it, by Kepler's names: {@code rapl-sysfs}, {@code trained_power_model}
 * @param provenance whether it is measured or estimated
 * @param usage what its dynamic energy is divided by
 * @param make who made it, and what it is called
 */
public record Zone(
    String id,
    Component component,
    String packageId,
    Optional<String> parent,
    String source,
    Provenance provenance,
    UsageKind usage,
    Make make) {
  /** A zone of which is not known who made it. */
  public Zone(
      String id,
      Component component,
      String packageId,
      Optional<String> parent,
      String source,
      Provenance provenance,
      UsageKind usage) {
    this(id, component, packageId, parent, source, provenance, usage, Make.UNKNOWN);
  }

  /** A zone whose dynamic energy is divided by CPU time. */
  public Zone(
      String id,
      Component component,
      String packageId,
      Optional<String> parent,
      String source,
      Provenance provenance) {
    this(id, component, packageId, parent, source, provenance, UsageKind.CPU_TIME);
  }

  // Written out for the reasons of ProcessKey's and of PowerOffer's.
  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof Zone zone
            && id.equals(zone.id)
            && component == zone.component
            && packageId.equals(zone.packageId)
            && parent.equals(zone.parent)
            && source.equals(zone.source)
            && provenance == zone.provenance
            && usage.equals(zone.usage)
            && make.equals(zone.make));
  }

  @Override
  public int hashCode() {
    return id.hashCode() * 31 + source.hashCode();
  }

  /**
   * Who made a piece of hardware; of CPUs the machine knows it, so zones only say it of GPUs.
   *
   * @param vendor in small letters, such as {@code nvidia}; empty where that is not known
   * @param model what its maker calls it, such as {@code NVIDIA H200}; empty where that is not
   *     known
   */
  public record Make(String vendor, String model) {
    /** Nothing is known. */
    public static final Make UNKNOWN = new Make("", "");
  }
}
