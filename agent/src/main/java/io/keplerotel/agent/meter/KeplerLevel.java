// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.meter;

import io.keplerotel.agent.model.Component;
import io.keplerotel.semconv.KeplerMetrics;
import io.keplerotel.semconv.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Kepler's names for the energy of one level.
 *
 * @param components one metric for each component
 * @param total package + dram + other, where Kepler has it
 */
record KeplerLevel(Map<Component, Metric> components, Optional<Metric> total) {
  static final KeplerLevel NODE =
      new KeplerLevel(
          Map.of(
              Component.PACKAGE, KeplerMetrics.NODE_PACKAGE,
              Component.CORE, KeplerMetrics.NODE_CORE,
              Component.UNCORE, KeplerMetrics.NODE_UNCORE,
              Component.DRAM, KeplerMetrics.NODE_DRAM,
              Component.GPU, KeplerMetrics.NODE_GPU,
              Component.OTHER, KeplerMetrics.NODE_OTHER,
              Component.PLATFORM, KeplerMetrics.NODE_PLATFORM),
          Optional.empty());
  static final KeplerLevel CONTAINER =
      new KeplerLevel(
          Map.of(
              Component.PACKAGE, KeplerMetrics.CONTAINER_PACKAGE,
              Component.CORE, KeplerMetrics.CONTAINER_CORE,
              Component.UNCORE, KeplerMetrics.CONTAINER_UNCORE,
              Component.DRAM, KeplerMetrics.CONTAINER_DRAM,
              Component.GPU, KeplerMetrics.CONTAINER_GPU,
              Component.OTHER, KeplerMetrics.CONTAINER_OTHER,
              Component.PLATFORM, KeplerMetrics.CONTAINER_PLATFORM),
          Optional.of(KeplerMetrics.CONTAINER));
  static final KeplerLevel POD =
      new KeplerLevel(
          Map.of(
              Component.PACKAGE, KeplerMetrics.POD_PACKAGE,
              Component.CORE, KeplerMetrics.POD_CORE,
              Component.UNCORE, KeplerMetrics.POD_UNCORE,
              Component.DRAM, KeplerMetrics.POD_DRAM,
              Component.GPU, KeplerMetrics.POD_GPU,
              Component.OTHER, KeplerMetrics.POD_OTHER,
              Component.PLATFORM, KeplerMetrics.POD_PLATFORM),
          Optional.of(KeplerMetrics.POD));
  static final KeplerLevel PROCESS =
      new KeplerLevel(
          Map.of(
              Component.PACKAGE, KeplerMetrics.PROCESS_PACKAGE,
              Component.CORE, KeplerMetrics.PROCESS_CORE,
              Component.UNCORE, KeplerMetrics.PROCESS_UNCORE,
              Component.DRAM, KeplerMetrics.PROCESS_DRAM,
              Component.GPU, KeplerMetrics.PROCESS_GPU,
              Component.OTHER, KeplerMetrics.PROCESS_OTHER,
              Component.PLATFORM, KeplerMetrics.PROCESS_PLATFORM),
          Optional.of(KeplerMetrics.PROCESS));

  Metric of(Component component) {
    Metric metric = components.get(component);
    if (metric == null) {
      throw new IllegalStateException("no metric for " + component);
    }
    return metric;
  }

  List<Metric> metrics() {
    List<Metric> metrics = new ArrayList<>(components.values());
    total.ifPresent(metrics::add);
    return metrics;
  }
}
