// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.export.prometheus;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/** Numbers as {@link Double#toString} writes them, the usual ones without an object. */
final class Decimals {
  /** No number is longer. */
  static final int MOST_BYTES = 26;

  /** Counters come from whole µJ, µs or ns. */
  private static final int PLACES = 6;

  private static final long ONE = 1_000_000;
  private static final double UNITS = ONE;

  /** With 15 digits or fewer there is no other decimal so short that means the same double. */
  private static final double MOST = 1e15;

  /** Where {@code Double.toString} begins and ends to write without an exponent. */
  private static final long LEAST_PLAIN = ONE / 1_000;

  private static final long MOST_PLAIN = 10_000_000 * ONE;

  private Decimals() {}

  /** Writes it at this place and says where it ends. */
  static int put(double value, byte[] bytes, int from) {
    double scaled = Math.abs(value) * UNITS;
    long units = (long) (scaled + 0.5);
    if (!(scaled < MOST) || units == 0 || units / UNITS != Math.abs(value)) {
      return put(Double.toString(value), bytes, from);
    }
    int at = from;
    if (value < 0) {
      bytes[at++] = '-';
    }
    return units >= LEAST_PLAIN && units < MOST_PLAIN
        ? putPlain(units, bytes, at)
        : putScientific(units, bytes, at);
  }

  /** Writes it at this place and says where it ends. */
  static int put(long value, byte[] bytes, int from) {
    if (value == Long.MIN_VALUE) {
      return put(Long.toString(value), bytes, from);
    }
    int at = from;
    if (value < 0) {
      bytes[at++] = '-';
    }
    int end = at + digits(Math.abs(value));
    putDigits(Math.abs(value), bytes, end);
    return end;
  }

  private static int put(String ascii, byte[] bytes, int from) {
    byte[] digits = ascii.getBytes(ISO_8859_1);
    System.arraycopy(digits, 0, bytes, from, digits.length);
    return from + digits.length;
  }

  private static int putPlain(long units, byte[] bytes, int from) {
    int at = put(units / ONE, bytes, from);
    bytes[at++] = '.';
    int end = at + PLACES;
    putDigits(units % ONE + ONE, bytes, end);
    bytes[at - 1] = '.';
    return withoutZeros(bytes, at, end);
  }

  private static int putScientific(long units, byte[] bytes, int from) {
    int digits = digits(units);
    int end = from + 1 + digits;
    putDigits(units, bytes, end);
    bytes[from] = bytes[from + 1];
    bytes[from + 1] = '.';
    if (digits == 1) {
      bytes[end++] = '0';
    }
    int at = withoutZeros(bytes, from + 2, end);
    bytes[at++] = 'E';
    return put((long) digits - 1 - PLACES, bytes, at);
  }

  /** At least one digit stays. */
  private static int withoutZeros(byte[] bytes, int from, int end) {
    int last = end;
    while (last > from + 1 && bytes[last - 1] == '0') {
      last--;
    }
    return last;
  }

  private static void putDigits(long value, byte[] bytes, int end) {
    long rest = value;
    int at = end;
    do {
      bytes[--at] = (byte) ('0' + rest % 10);
      rest /= 10;
    } while (rest > 0);
  }

  private static int digits(long value) {
    int digits = 1;
    for (long rest = value / 10; rest > 0; rest /= 10) {
      digits++;
    }
    return digits;
  }
}
