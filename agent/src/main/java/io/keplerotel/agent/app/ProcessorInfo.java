// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.app;

import io.keplerotel.agent.export.prometheus.InfoMetric;
import io.keplerotel.agent.linux.fs.ProcessorTable;
import io.keplerotel.semconv.KeplerTenLabels;
import io.keplerotel.semconv.KeplerTenMetrics;
import java.util.Map;

/** The metric of Kepler 0.10 that says what CPUs a node has. */
final class ProcessorInfo {
  private ProcessorInfo() {}

  /** One point for each hardware thread; arm64 says less of itself. */
  static InfoMetric of(ProcessorTable table, String nodeName) {
    return new InfoMetric(
        KeplerTenMetrics.NODE_CPU_INFO,
        table.threads().stream().map(thread -> labels(thread, nodeName)).toList());
  }

  private static Map<String, String> labels(Map<String, String> thread, String nodeName) {
    return Map.of(
        KeplerTenLabels.PROCESSOR.getKey(), thread.getOrDefault("processor", ""),
        KeplerTenLabels.VENDOR_ID.getKey(), thread.getOrDefault("vendor_id", ""),
        KeplerTenLabels.MODEL_NAME.getKey(), thread.getOrDefault("model name", ""),
        KeplerTenLabels.PHYSICAL_ID.getKey(), thread.getOrDefault("physical id", ""),
        KeplerTenLabels.CORE_ID.getKey(), thread.getOrDefault("core id", ""),
        KeplerTenLabels.NODE_NAME.getKey(), nodeName);
  }
}
