// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.exec;

import java.util.List;

/** What a run is compared with others by. */
enum Figure {
  JOULES("joules", "J"),
  SECONDS("seconds", "s"),
  CPU_SECONDS("cpu_seconds", "s"),
  MEAN_WATTS("mean_watts", "W");

  final String key;
  final String unit;

  Figure(String key, String unit) {
    this.key = key;
    this.unit = unit;
  }

  Spread spread(List<Run> runs) {
    return Spread.of(runs.stream().map(this::of).toList());
  }

  private double of(Run run) {
    return switch (this) {
      case JOULES -> run.joules();
      case SECONDS -> run.seconds();
      case CPU_SECONDS -> run.cpuSeconds();
      case MEAN_WATTS -> run.meanWatts();
    };
  }
}
