// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.calibrate;

import java.util.Optional;

/**
 * CPU time of the whole machine since it was started, in the kernel's hundredths of a second.
 *
 * @param busy spent on something
 * @param all spent on something or nothing
 */
record CpuStat(long busy, long all) {
  private static final int USER = 1;
  private static final int IDLE = 4;
  private static final int IO_WAIT = 5;
  private static final int STEAL = 8;

  /** Parses {@code /proc/stat}; empty where its first line is another one. */
  static Optional<CpuStat> parse(String stat) {
    String[] fields = stat.lines().findFirst().orElse("").strip().split("\\s+", -1);
    if (!fields[0].equals("cpu") || fields.length <= IO_WAIT) {
      return Optional.empty();
    }
    long busy = 0;
    long rest = 0;
    try {
      for (int i = USER; i < Math.min(fields.length, STEAL); i++) {
        boolean idle = i == IDLE || i == IO_WAIT;
        busy += idle ? 0 : Long.parseLong(fields[i]);
        rest += idle ? Long.parseLong(fields[i]) : 0;
      }
    } catch (NumberFormatException ignored) {
      // Not what the kernel writes, which is what empty says.
      return Optional.empty();
    }
    return Optional.of(new CpuStat(busy, busy + rest));
  }

  /** Busy part since an earlier time, 0–1; empty where no time went by. */
  Optional<Double> since(CpuStat earlier) {
    long passed = all - earlier.all;
    return passed <= 0
        ? Optional.empty()
        : Optional.of(Math.clamp((double) (busy - earlier.busy) / passed, 0, 1));
  }
}
