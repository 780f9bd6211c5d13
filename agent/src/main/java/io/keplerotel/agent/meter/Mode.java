// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.meter;

import io.keplerotel.agent.model.Energies;
import io.keplerotel.semconv.KeplerLabels;
import java.util.List;

/** Which part of the energy; the same words in all dialects. */
enum Mode {
  IDLE(KeplerLabels.MODE_IDLE) {
    @Override
    long energyUj(Energies energies, int zone) {
      return energies.idleUj(zone);
    }
  },
  DYNAMIC(KeplerLabels.MODE_DYNAMIC) {
    @Override
    long energyUj(Energies energies, int zone) {
      return energies.dynamicUj(zone);
    }
  },
  /** Both together; shown without a label for the mode. */
  BOTH("") {
    @Override
    long energyUj(Energies energies, int zone) {
      return energies.idleUj(zone) + energies.dynamicUj(zone);
    }
  };

  /** A point for each, as nodes and workloads have them. */
  static final List<Mode> EACH = List.of(IDLE, DYNAMIC);

  /** What processes show: idle energy is not divided below the workload. */
  static final List<Mode> OF_PROCESS = List.of(DYNAMIC);

  private final String label;

  Mode(String label) {
    this.label = label;
  }

  String label() {
    return label;
  }

  /** Energy in this mode of the zone with this index, µJ. */
  abstract long energyUj(Energies energies, int zone);
}
