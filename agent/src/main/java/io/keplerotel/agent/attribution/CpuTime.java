// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.attribution;

/**
 * Time on CPUs, or on GPUs, since some beginning. Kept in µs with what is less carried on: in ns a
 * machine of 128 CPUs would leave 63 bits after two years.
 */
final class CpuTime {
  private static final long NS_PER_US = 1_000;

  private long us;
  private long carryNs;

  /** Adds the time of a tick, ns. */
  void add(long ns) {
    long sumNs = carryNs + ns % NS_PER_US;
    us += ns / NS_PER_US + sumNs / NS_PER_US;
    carryNs = sumNs % NS_PER_US;
  }

  /** All of it, rounded down, µs. */
  long us() {
    return us;
  }
}
