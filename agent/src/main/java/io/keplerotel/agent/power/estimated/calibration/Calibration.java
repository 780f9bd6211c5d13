// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.estimated.calibration;

import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.power.estimated.Curve;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What was learnt of a machine.
 *
 * @param machine which one
 * @param otherNames what its CPU model is called elsewhere, such as in its virtual machines
 * @param zones the curve of each component that was measured
 * @param made how it came about
 */
public record Calibration(
    Fingerprint machine, Set<String> otherNames, Map<Component, CurveFit> zones, Made made) {
  /** Takes copies. */
  public Calibration {
    otherNames = Set.copyOf(otherNames);
    zones = Map.copyOf(zones);
  }

  /** How the load came about that it was learnt from. */
  public enum Mode {
    /** By steps of the agent's own load. */
    STEPS,
    /** From whatever load there was. */
    PASSIVE
  }

  /**
   * How it was made.
   *
   * @param at when
   * @param by which program and version
   * @param levels utilization that was seen, 0–1, by load
   * @param readings how many it is made from
   * @param missing how many could not be read
   */
  public record Made(
      Instant at, String by, Mode mode, List<Double> levels, int readings, int missing) {
    /** Takes a copy of the list. */
    public Made {
      levels = List.copyOf(levels);
    }
  }

  /** The curves alone. */
  public Map<Component, Curve> curves() {
    return zones.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().curve()));
  }
}
