// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.estimated;

import io.keplerotel.agent.model.Component;
import java.util.Map;

/**
 * What this machine is thought to take, whatever that was made from.
 *
 * @param model id of the model, such as {@code catalogue-2026/amd-epyc-9654}
 * @param evidence how near its data are
 * @param reason in a few plain words, why this model
 * @param zones power of each component that is estimated; platform ≥ package + dram and package ≥
 *     core + uncore at each load
 */
public record Estimate(
    String model, Evidence evidence, String reason, Map<Component, Curve> zones) {
  /** Takes a copy of the map. */
  public Estimate {
    zones = Map.copyOf(zones);
  }
}
