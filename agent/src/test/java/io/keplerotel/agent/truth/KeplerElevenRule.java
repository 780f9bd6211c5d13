// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.truth;

import java.util.List;

/**
 * Kepler 0.11 (internal/monitor/node.go, process.go, internal/resource/procfs_reader.go). Each 5 s:
 *
 * <pre>
 * busy      = (total − idle − iowait) ÷ total of /proc/stat; stolen time is busy
 * active    = energy × busy;  idle = the rest, which nobody is given
 * container = active × CPU time of its processes ÷ CPU time of all processes
 * </pre>
 *
 * <p>CPU time is utime + stime of the processes found in {@code /proc}.
 */
final class KeplerElevenRule implements Rule {
  private static final int INTERVAL_S = 5;
  private static final double NS_PER_S = 1e9;

  @Override
  public String title() {
    return "Kepler 0.11";
  }

  @Override
  public Given divide(Run run) {
    ProcFiles proc = new ProcFiles(run);
    List<Span> intervals = run.intervals(INTERVAL_S);
    double[] dynamicUj = new double[run.tenants().size()];
    double idleUj = 0;
    for (int i = 0; i < intervals.size(); i++) {
      Span span = intervals.get(i);
      double[] found = proc.read(span);
      if (i >= run.quietIntervals(INTERVAL_S)) {
        double totalNs = span.seconds * NS_PER_S * run.scenario().node().cpus();
        double busy = Math.min(1, (span.nodeCpuNs() + span.stolenNs) / totalNs);
        double energyUj = span.packageUj() + span.dramUj();
        Shares.add(dynamicUj, energyUj * busy, found);
        idleUj += energyUj * (1 - busy);
      }
    }
    return new Given(dynamicUj, new double[dynamicUj.length], idleUj);
  }
}
