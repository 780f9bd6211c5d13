// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.nvml;

import io.keplerotel.agent.model.GpuState;
import io.keplerotel.agent.power.GpuStates;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Where the thread that polls NVML leaves how the cards are and whom they work for, so that whoever
 * asks never waits for NVML. Safe for any thread.
 */
public final class GpuBoard implements GpuStates {
  /** What was found so long ago says nothing of now, ns. */
  public static final long STALE_NS = 30_000_000_000L;

  private final LongSupplier nanoTime;
  private volatile Found latest = new Found(GpuUse.NONE, List.of(), 0);

  /** Empty. */
  public GpuBoard() {
    this(System::nanoTime);
  }

  GpuBoard(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Whom the cards work for, by the last poll, however long ago that was. */
  public GpuUse latest() {
    return latest.use;
  }

  /** By the last poll, for half a minute. */
  @Override
  public List<GpuState> present() {
    Found found = latest;
    return nanoTime.getAsLong() - found.atNs > STALE_NS ? List.of() : found.states;
  }

  /** Replaces what was found before. */
  void publish(GpuUse use, List<GpuState> states) {
    latest = new Found(use, List.copyOf(states), nanoTime.getAsLong());
  }

  private record Found(GpuUse use, List<GpuState> states, long atNs) {}
}
