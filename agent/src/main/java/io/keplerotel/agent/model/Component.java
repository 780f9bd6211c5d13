// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.model;

/**
 * What a zone measures. Overlaps: {@code PLATFORM} ⊃ {@code PACKAGE} ⊃ {@code CORE}, {@code
 * UNCORE}.
 */
public enum Component {
  /** One CPU package with everything on it. */
  PACKAGE,
  /** All cores of a package together. */
  CORE,
  /** The rest of a package that is metered by itself; on clients mostly the GPU. */
  UNCORE,
  /** Memory, beside the package. */
  DRAM,
  /** One graphics or compute accelerator, beside the packages. */
  GPU,
  /** The whole machine, or the widest rail that is metered. */
  PLATFORM,
  /** Platform less packages, dram and GPUs; derived, never read. */
  OTHER;

  /** With which component it is covered: cores and uncore are parts of their package. */
  public Component coveredWith() {
    return this == CORE || this == UNCORE ? PACKAGE : this;
  }

  /** Whether a total counts it: package + dram + GPU + other, which do not overlap. */
  public boolean inTotal() {
    return switch (this) {
      case PACKAGE, DRAM, GPU, OTHER -> true;
      case CORE, UNCORE, PLATFORM -> false;
    };
  }
}
