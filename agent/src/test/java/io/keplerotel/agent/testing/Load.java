// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.testing;

/** Command lines that use CPU time in known ways. */
public final class Load {
  private Load() {}

  /** One process that is busy for so long. */
  public static String busy(double seconds) {
    return "exec timeout -s KILL " + seconds + " sh -c 'while :; do :; done'";
  }

  /** As {@link #busy}, on one hardware thread, which others share. */
  public static String busyOnCpu(int cpu, double seconds) {
    return "exec taskset -c %d timeout -s KILL %s sh -c 'while :; do :; done'"
        .formatted(cpu, seconds);
  }

  /** So many processes, one after another, of a few milliseconds each. */
  public static String shortLived(int processes) {
    return "i=0; while [ $i -lt %d ]; do (j=0; while [ $j -lt 3000 ]; do j=$((j+1)); done); i=$((i+1)); done"
        .formatted(processes);
  }
}
