// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.exec;

import java.util.List;

/** What a run is compared with others by. */
public enum Figure {
  /** Energy. */
  JOULES("joules", "energy", "J"),
  /** How long it took. */
  SECONDS("seconds", "time", "s"),
  /** CPU time. */
  CPU_SECONDS("cpu_seconds", "CPU time", "s"),
  /** Energy by time. */
  MEAN_WATTS("mean_watts", "mean power", "W");

  /** For programs. */
  final String key;

  /** For people. */
  final String words;

  final String unit;

  Figure(String key, String words, String unit) {
    this.key = key;
    this.words = words;
    this.unit = unit;
  }

  Spread spread(List<Run> runs) {
    return Spread.of(each(runs));
  }

  List<Double> each(List<Run> runs) {
    return runs.stream().map(this::of).toList();
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
