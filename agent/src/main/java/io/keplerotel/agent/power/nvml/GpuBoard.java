// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.nvml;

/**
 * Where the thread that polls NVML leaves whom the cards work for, so that whoever asks never waits
 * for NVML. Safe for any thread.
 */
public final class GpuBoard {
  private volatile GpuUse latest = GpuUse.NONE;

  /** What the last poll found. */
  public GpuUse latest() {
    return latest;
  }

  /** Replaces what was found before. */
  void publish(GpuUse found) {
    latest = found;
  }
}
