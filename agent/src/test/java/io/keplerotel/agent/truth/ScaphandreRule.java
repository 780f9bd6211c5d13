// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.truth;

import java.util.List;
import java.util.stream.DoubleStream;

/**
 * Scaphandre 1.0 (src/sensors/mod.rs): host power × CPU use of the process ÷ 100, where 100 % is
 * all CPU time there is. Each 2 s, its least interval:
 *
 * <pre>
 * process = energy × its CPU time ÷ (interval × hardware threads)
 * </pre>
 *
 * <p>Energy is that of package and dram. It knows no idle energy: what no process is given counts
 * as such here. Its gauge of power is integrated without a loss, in its favour.
 */
final class ScaphandreRule implements Rule {
  private static final int INTERVAL_S = 2;
  private static final double NS_PER_S = 1e9;

  @Override
  public String title() {
    return "Scaphandre";
  }

  @Override
  public Given divide(Run run) {
    ProcFiles proc = new ProcFiles(run);
    List<Span> intervals = run.intervals(INTERVAL_S);
    double[] dynamicUj = new double[run.tenants().size()];
    double energyUj = 0;
    for (int i = 0; i < intervals.size(); i++) {
      Span span = intervals.get(i);
      double[] found = proc.read(span);
      if (i >= run.quietIntervals(INTERVAL_S)) {
        double totalNs = span.seconds * NS_PER_S * run.scenario().node().cpus();
        double spanUj = span.packageUj() + span.dramUj();
        energyUj += spanUj;
        for (int tenant = 0; tenant < found.length; tenant++) {
          dynamicUj[tenant] += spanUj * found[tenant] / totalNs;
        }
      }
    }
    double restUj = energyUj - DoubleStream.of(dynamicUj).sum();
    return new Given(dynamicUj, new double[dynamicUj.length], restUj);
  }
}
