// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.export.prometheus;

/** How a metric is shown. */
enum Kind {
  COUNTER("counter", "counter", "_total"),
  GAUGE("gauge", "gauge", ""),
  /** Labels that say all; always 1. */
  INFO("gauge", "info", "_info");

  /** What text and protobuf call it. */
  final String type;

  /** What OpenMetrics calls it. */
  final String openMetricsType;

  /** What stands behind the name of each of its samples. */
  final String suffix;

  Kind(String type, String openMetricsType, String suffix) {
    this.type = type;
    this.openMetricsType = openMetricsType;
    this.suffix = suffix;
  }
}
