// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.attribution;

/** Adds up power × time; what is less than 1 µJ is carried on. */
final class Integral {
  private static final long NS_PER_US = 1_000;
  private static final long US_PER_S = 1_000_000;

  /** Millionths of a µJ that are not booked yet. */
  private long carry;

  private long nextCarry;

  /** The energy of some time more, µJ. Power is at most what {@link ZoneAccount} believes. */
  long add(long powerUw, long timeNs) {
    long timeUs = timeNs / NS_PER_US;
    long rest = powerUw * (timeUs % US_PER_S) + carry;
    nextCarry = rest % US_PER_S;
    return powerUw * (timeUs / US_PER_S) + rest / US_PER_S;
  }

  /** Lets what was added count. */
  void commit() {
    carry = nextCarry;
  }

  /** Takes back what was added since the last commit. */
  void forget() {
    nextCarry = carry;
  }
}
