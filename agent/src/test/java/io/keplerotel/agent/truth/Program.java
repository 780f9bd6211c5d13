// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.truth;

import java.util.SplittableRandom;

/** What one tenant runs: like others of its kind, but not the same. */
record Program(
    Activity activity,
    double instructionsPerCycle,
    double nanojoulesPerInstruction,
    double missesPerInstruction,
    double vectorPart,
    double branchPart) {
  private static final double SPREAD = 0.15;
  private static final double MISSES_SPREAD = 0.30;
  private static final double PARTS_SPREAD = 0.30;

  /**
   * A program of this kind.
   *
   * @param parts draws which instructions it has; apart, since they take no energy by themselves
   */
  static Program of(Activity activity, SplittableRandom random, SplittableRandom parts) {
    return new Program(
        activity,
        activity.instructionsPerCycle * around(SPREAD, random),
        activity.nanojoulesPerInstruction * around(SPREAD, random),
        activity.missesPerThousandInstructions / 1000 * around(MISSES_SPREAD, random),
        activity.vectorPart * around(PARTS_SPREAD, parts),
        activity.branchPart * around(PARTS_SPREAD, parts));
  }

  private static double around(double spread, SplittableRandom random) {
    return 1 + random.nextDouble(-spread, spread);
  }
}
