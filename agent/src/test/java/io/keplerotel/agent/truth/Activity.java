// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.truth;

/**
 * What a program does with its core. The figures are assumptions, see docs/truth.md; they are for
 * one hardware thread that has a core to itself.
 */
enum Activity {
  /** Branches and integer arithmetic in the caches. */
  INTEGER(2.0, 0.35, 0.3, 1.0, 0, 0.15),
  /** A server in an interpreted language. */
  SERVICE(1.2, 0.45, 5, 1.0, 0.02, 0.20),
  /** Wide vector arithmetic; the core clocks lower for it. */
  VECTOR(1.5, 1.10, 1.5, 0.88, 0.50, 0.05),
  /** Streams through memory. */
  MEMORY(0.5, 0.45, 60, 1.0, 0.20, 0.10),
  /** A tight loop that waits for somebody. */
  SPIN(3.0, 0.10, 0, 1.0, 0, 0.40);

  final double instructionsPerCycle;

  /** Beside the core's power for being awake, at base frequency. */
  final double nanojoulesPerInstruction;

  final double missesPerThousandInstructions;

  /** Which part of the others' frequency its cores run at. */
  final double frequencyPart;

  /** Which part of its instructions are wide vector arithmetic, and which are branches. */
  final double vectorPart;

  final double branchPart;

  Activity(
      double instructionsPerCycle,
      double nanojoulesPerInstruction,
      double missesPerThousandInstructions,
      double frequencyPart,
      double vectorPart,
      double branchPart) {
    this.instructionsPerCycle = instructionsPerCycle;
    this.nanojoulesPerInstruction = nanojoulesPerInstruction;
    this.missesPerThousandInstructions = missesPerThousandInstructions;
    this.frequencyPart = frequencyPart;
    this.vectorPart = vectorPart;
    this.branchPart = branchPart;
  }
}
