// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.linux.nvml;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.util.OptionalDouble;

/**
 * How busy one MIG instance is, by the card's own performance counters (GPM, Hopper and later): two
 * samples, compared. For one thread at a time; closed before its session.
 */
public final class InstanceBusy implements AutoCloseable {
  private static final String COMPARE = "nvmlGpmMetricsGet";
  private static final int VERSION = 1;
  private static final int SM_UTILIZATION = 2;
  private static final double WHOLE_PERCENT = 100;

  /** As many as NVML may ever have room for; it fills in the one that is asked for. */
  private static final int ENTRIES = 1024;

  private final NvmlLibrary library;
  private final Pointer card;
  private final int gpuInstance;
  private final Memory comparison =
      new Memory(Layout.GPM_METRICS + (long) ENTRIES * Layout.GPM_METRIC_BYTES);
  private Pointer before;
  private Pointer now;
  private boolean hasBefore;

  InstanceBusy(NvmlLibrary library, Pointer card, int gpuInstance) throws NvmlException {
    this.library = library;
    this.card = card;
    this.gpuInstance = gpuInstance;
    this.before = sample();
    this.now = sample();
  }

  /**
   * Part of the instance's processors that were busy since the last call, percent; nothing at the
   * first. To be called at most ten times a second.
   */
  public OptionalDouble percent() throws NvmlException {
    library.call("nvmlGpmMigSampleGet", card, gpuInstance, now);
    OptionalDouble percent = hasBefore ? OptionalDouble.of(compared()) : OptionalDouble.empty();
    Pointer older = before;
    before = now;
    now = older;
    hasBefore = true;
    return percent;
  }

  @Override
  public void close() throws NvmlException {
    library.code("nvmlGpmSampleFree", before);
    library.code("nvmlGpmSampleFree", now);
  }

  private Pointer sample() throws NvmlException {
    try (Memory made = new Memory(Long.BYTES)) {
      library.call("nvmlGpmSampleAlloc", made);
      return made.getPointer(0);
    }
  }

  private double compared() throws NvmlException {
    comparison.clear();
    comparison.setInt(Layout.GPM_VERSION, VERSION);
    comparison.setInt(Layout.GPM_COUNT, 1);
    comparison.setPointer(Layout.GPM_BEFORE, before);
    comparison.setPointer(Layout.GPM_NOW, now);
    comparison.setInt(Layout.GPM_METRICS + Layout.GPM_METRIC_ID, SM_UTILIZATION);
    library.call(COMPARE, comparison);
    int number = comparison.getInt(Layout.GPM_METRICS + Layout.GPM_METRIC_RETURN);
    if (number != 0) {
      throw NvmlException.of(COMPARE, NvmlCode.of(number), number);
    }
    double percent = comparison.getDouble(Layout.GPM_METRICS + Layout.GPM_METRIC_VALUE);
    if (!(percent >= 0 && percent <= WHOLE_PERCENT)) {
      throw NvmlException.implausible(COMPARE, "an instance is %s %% busy".formatted(percent));
    }
    return percent;
  }
}
