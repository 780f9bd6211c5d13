// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.meter;

/** Whose energy or time a row shows. */
enum Subject {
  /** The whole machine. */
  NODE,
  /** What no workload claims of the machine's energy. */
  UNATTRIBUTED,
  /** Containers, and what stands for one: units, kernel threads, host processes. */
  WORKLOAD,
  /** Containers alone. */
  CONTAINER,
  POD,
  PROCESS
}
