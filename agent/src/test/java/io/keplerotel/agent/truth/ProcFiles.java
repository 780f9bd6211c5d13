// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.truth;

import io.keplerotel.agent.truth.Demand.ShortLived;

/**
 * CPU time as somebody sees it who reads {@code /proc/PID/stat} now and then: in steps of 10 ms,
 * and of processes that are there when he looks.
 */
final class ProcFiles {
  private static final long STEP_NS = 10_000_000;
  private static final double NS_PER_S = 1e9;

  private final Run run;
  private final long[] totalNs;

  ProcFiles(Run run) {
    this.run = run;
    this.totalNs = new long[run.tenants().size()];
  }

  /** What each tenant's processes used since the reader looked before, ns. */
  double[] read(Span interval) {
    double[] foundNs = new double[totalNs.length];
    for (int tenant = 0; tenant < totalNs.length; tenant++) {
      long processes = run.tenants().get(tenant).processes();
      foundNs[tenant] =
          run.tenants().get(tenant).demand() instanceof ShortLived some
              ? alive(some, interval.started[tenant] > 0)
              : processes
                  * (double)
                      (steps(totalNs[tenant] + interval.cpuNs[tenant], processes)
                          - steps(totalNs[tenant], processes));
      totalNs[tenant] += interval.cpuNs[tenant];
    }
    return foundNs;
  }

  private static long steps(long totalNs, long processes) {
    return totalNs / processes / STEP_NS * STEP_NS;
  }

  /** Those alive at one moment are through half of their time on average. */
  private static double alive(ShortLived some, boolean running) {
    return running ? some.perSecond() * (some.lengthNs() / NS_PER_S) * some.lengthNs() / 2 : 0;
  }
}
