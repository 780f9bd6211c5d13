// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.meter;

import io.keplerotel.agent.config.MetricLevel;
import java.util.Set;

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
  /** Virtual machines that run here. */
  VM,
  POD,
  /** Owners of pods, and what stands for one. */
  OWNER,
  PROCESS;

  /** Whether there are any at these levels. */
  boolean isAt(Set<MetricLevel> levels) {
    return switch (this) {
      case NODE, UNATTRIBUTED -> levels.contains(MetricLevel.NODE);
      case WORKLOAD -> levels.contains(MetricLevel.CONTAINER) || levels.contains(MetricLevel.UNIT);
      case CONTAINER -> levels.contains(MetricLevel.CONTAINER);
      case VM -> levels.contains(MetricLevel.VM);
      case POD -> levels.contains(MetricLevel.POD);
      case OWNER -> levels.contains(MetricLevel.OWNER);
      case PROCESS -> levels.contains(MetricLevel.PROCESS);
    };
  }
}
