// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.linux.nvml;

/**
 * Where things lie in NVML's structures, bytes from their beginning, on 64-bit Linux. A test
 * compares them with what a C compiler makes of NVIDIA's own nvml.h.
 */
final class Layout {
  /** {@code nvmlPciInfo_t}. */
  static final long PCI_DOMAIN = 16;

  static final long PCI_BUS = 20;
  static final long PCI_DEVICE = 24;

  /** {@code nvmlFieldValue_t}. */
  static final long FIELD_ID = 0;

  static final long FIELD_RETURN = 28;
  static final long FIELD_VALUE = 32;

  /** {@code nvmlMemory_t}. */
  static final long MEMORY_TOTAL = 0;

  static final long MEMORY_USED = 16;

  /** {@code nvmlProcessUtilizationSample_t}. */
  static final int SAMPLE_BYTES = 32;

  static final long SAMPLE_PID = 0;
  static final long SAMPLE_TIME = 8;
  static final long SAMPLE_SM = 16;

  /** {@code nvmlProcessInfo_v1_t}. */
  static final int PROCESS_V1_BYTES = 16;

  /** {@code nvmlProcessInfo_v2_t}, also of the third version of the call. */
  static final int PROCESS_BYTES = 24;

  static final long PROCESS_PID = 0;
  static final long PROCESS_MEMORY = 8;

  /** {@code nvmlDeviceAttributes_t}. */
  static final long ATTRIBUTES_COMPUTE_SLICES = 28;

  /** {@code nvmlGpmMetricsGet_t}. */
  static final long GPM_VERSION = 0;

  static final long GPM_COUNT = 4;
  static final long GPM_BEFORE = 8;
  static final long GPM_NOW = 16;
  static final long GPM_METRICS = 24;

  /** {@code nvmlGpmMetric_t}. */
  static final int GPM_METRIC_BYTES = 40;

  static final long GPM_METRIC_ID = 0;
  static final long GPM_METRIC_RETURN = 4;
  static final long GPM_METRIC_VALUE = 8;

  private Layout() {}
}
