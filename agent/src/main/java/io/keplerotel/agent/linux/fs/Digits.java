// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.linux.fs;

import java.nio.ByteBuffer;

/** Decimal numbers in kernel files, parsed without making strings. */
public final class Digits {
  /** The result for what is not a number. */
  public static final long NONE = -1;

  private Digits() {}

  /**
   * Parses the bytes from {@code start} to before {@code end}; {@link #NONE} where they are not all
   * digits, there are none, or the number is larger than a long holds.
   */
  public static long parse(ByteBuffer bytes, int start, int end) {
    if (start >= end) {
      return NONE;
    }
    long value = 0;
    for (int i = start; i < end; i++) {
      int digit = bytes.get(i) - '0';
      if (digit < 0 || digit > 9 || value > (Long.MAX_VALUE - digit) / 10) {
        return NONE;
      }
      value = value * 10 + digit;
    }
    return value;
  }
}
