// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.attribution;

import java.math.BigInteger;
import java.util.Arrays;

/**
 * Divides an integer in proportion to weights so that the parts sum to the whole: the largest
 * remainder method (Hamilton's). Each part is within 1 of its exact share. Not thread-safe; the
 * buffers are used again.
 */
final class Apportionment {
  /** Below these the factors may be multiplied in two halves without leaving 63 bits. */
  private static final long EXACT_TOTAL = 1L << 41;

  private static final long EXACT_WEIGHT = 1L << 42;

  /** So many bits may a sum of weights take. */
  private static final int SUM_BITS = 62;

  private static final int HALF_BITS = 20;
  private static final long HALF_MASK = (1L << HALF_BITS) - 1;

  private long[] parts = new long[64];
  private long[] remainders = new long[64];
  private long[] ranking = new long[64];

  /**
   * Divides.
   *
   * @param total what to divide, ≥ 0
   * @param weights each ≥ 0; only the first {@code size} count
   * @param size how many parts
   * @return the parts in a buffer that the next call overwrites; all 0 if the weights sum to 0
   */
  long[] divide(long total, long[] weights, int size) {
    grow(size);
    int shift = shift(weights, size);
    long weightSum = 0;
    for (int i = 0; i < size; i++) {
      weightSum += weights[i] >> shift;
    }
    Arrays.fill(parts, 0, size, 0);
    if (weightSum == 0 || total == 0) {
      return parts;
    }
    long rest = total;
    for (int i = 0; i < size; i++) {
      share(total, weights[i] >> shift, weightSum, i);
      rest -= parts[i];
    }
    giveRest((int) rest, size);
    return parts;
  }

  /** Rounded-down share of one weight: floor(total × weight / weightSum). */
  static long floorShare(long total, long weight, long weightSum) {
    if (total >= EXACT_TOTAL || weightSum >= EXACT_WEIGHT) {
      return BigInteger.valueOf(total)
          .multiply(BigInteger.valueOf(weight))
          .divide(BigInteger.valueOf(weightSum))
          .longValueExact();
    }
    long high = (total >> HALF_BITS) * weight;
    long low = ((high % weightSum) << HALF_BITS) + (total & HALF_MASK) * weight;
    return ((high / weightSum) << HALF_BITS) + low / weightSum;
  }

  /**
   * By how many bits weights are rounded down so that their sum cannot overflow; nearly always 0.
   */
  private static int shift(long[] weights, int size) {
    long bits = 0;
    for (int i = 0; i < size; i++) {
      bits |= weights[i];
    }
    return Math.max(0, bits(bits) + bits(size) - SUM_BITS);
  }

  private static int bits(long value) {
    return Long.SIZE - Long.numberOfLeadingZeros(value);
  }

  private void share(long total, long weight, long weightSum, int i) {
    parts[i] = floorShare(total, weight, weightSum);
    // total·weight − part·weightSum < weightSum, so it is right even where the products wrap.
    remainders[i] = total * weight - parts[i] * weightSum;
  }

  /** The parts with the largest remainders get one more each; ties go to the first. */
  private void giveRest(int rest, int size) {
    if (rest == 0) {
      return;
    }
    System.arraycopy(remainders, 0, ranking, 0, size);
    Arrays.sort(ranking, 0, size);
    long threshold = ranking[size - rest];
    int left = rest;
    for (int i = 0; i < size; i++) {
      if (remainders[i] > threshold) {
        parts[i]++;
        left--;
      }
    }
    for (int i = 0; i < size && left > 0; i++) {
      if (remainders[i] == threshold) {
        parts[i]++;
        left--;
      }
    }
  }

  private void grow(int size) {
    if (size > parts.length) {
      int capacity = Math.max(size, parts.length * 2);
      parts = new long[capacity];
      remainders = new long[capacity];
      ranking = new long[capacity];
    }
  }
}
