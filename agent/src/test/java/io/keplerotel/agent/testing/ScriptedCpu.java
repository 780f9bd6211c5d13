// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.testing;

import io.keplerotel.agent.model.CpuReading;
import io.keplerotel.agent.usage.CpuTimeSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** A fake source of CPU time: returns what it was told, then nothing. */
public final class ScriptedCpu implements CpuTimeSource {
  private static final CpuReading NOTHING =
      new CpuReading(List.of(), List.of(), List.of(), 0, 0, List.of());

  private final Deque<CpuReading> readings = new ArrayDeque<>();

  /** What one of the next readings returns, in order. */
  public void next(CpuReading reading) {
    readings.add(reading);
  }

  @Override
  public String name() {
    return "bpf";
  }

  @Override
  public CpuReading read() {
    return readings.isEmpty() ? NOTHING : readings.remove();
  }

  @Override
  public void close() {
    // Nothing was opened.
  }
}
