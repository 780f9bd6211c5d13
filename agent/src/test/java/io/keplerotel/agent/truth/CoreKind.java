// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.truth;

/** A kind of core; the figures are assumptions, see docs/truth.md. */
enum CoreKind {
  SERVER(2, 2.8, 3.5, 1.5, 1.0, 1.0),
  PERFORMANCE(2, 3.2, 4.6, 1.8, 1.1, 1.1),
  EFFICIENT(1, 2.4, 3.2, 0.4, 0.65, 0.5);

  final int threads;

  /** Frequency when all cores are busy, GHz. */
  final double baseGhz;

  /** Frequency of a core that is busy alone, GHz. */
  final double turboGhz;

  /** What it takes to be awake at base frequency, W, whatever it executes. */
  final double awakeW;

  /** How many instructions it does in a cycle, compared with a server's. */
  final double instructionsPart;

  /** What one of them takes, compared with a server's. */
  final double energyPart;

  CoreKind(
      int threads,
      double baseGhz,
      double turboGhz,
      double awakeW,
      double instructionsPart,
      double energyPart) {
    this.threads = threads;
    this.baseGhz = baseGhz;
    this.turboGhz = turboGhz;
    this.awakeW = awakeW;
    this.instructionsPart = instructionsPart;
    this.energyPart = energyPart;
  }
}
