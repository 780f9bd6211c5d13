// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.truth;

import java.util.List;

/**
 * Kepler 0.7 (tag v0.7.12, pkg/model/process_energy.go, pkg/model/estimator/local/ratio.go,
 * pkg/collector/stats/node_stats.go), by its default ratio model. Each 3 s, for package and dram
 * apart, in whole mJ:
 *
 * <pre>
 * idle      = lowest energy of an interval whose CPU time was not above the lowest so far
 * dynamic   = energy − idle
 * process   = ⌈ its CPU time ÷ all CPU time × dynamic ÷ 3 s ⌉ × 3 s
 * its idle  = ⌈ idle ÷ 3 s ÷ number of processes ⌉ × 3 s
 * container = Σ processes
 * </pre>
 *
 * <p>It weighs by CPU time although it is configured for instructions and cache misses. CPU time is
 * given to it without the slices that its BPF program drops, and without the swapper.
 */
final class KeplerSevenRule implements Rule {
  private static final int INTERVAL_S = 3;
  private static final double UJ_PER_MJ = 1000;

  @Override
  public String title() {
    return "Kepler 0.7";
  }

  @Override
  public Given divide(Run run) {
    List<Span> intervals = run.intervals(INTERVAL_S);
    Books books = new Books(run.tenants().size());
    double nodeIdleUj = 0;
    long lowestCpuNs = Long.MAX_VALUE;
    long[] idleMj = {Long.MAX_VALUE, Long.MAX_VALUE};
    for (int i = 0; i < intervals.size(); i++) {
      Span span = intervals.get(i);
      long[] energyMj = {(long) (span.packageUj() / UJ_PER_MJ), (long) (span.dramUj() / UJ_PER_MJ)};
      boolean lowest = span.nodeCpuNs() <= lowestCpuNs;
      lowestCpuNs = Math.min(lowestCpuNs, span.nodeCpuNs());
      for (int zone = 0; zone < idleMj.length; zone++) {
        idleMj[zone] = lowest ? Math.min(idleMj[zone], energyMj[zone]) : idleMj[zone];
        if (i >= run.quietIntervals(INTERVAL_S)) {
          long dynamicMj = Math.max(0, energyMj[zone] - idleMj[zone]);
          books.book(run, span, dynamicMj, energyMj[zone] - dynamicMj);
          nodeIdleUj += (energyMj[zone] - dynamicMj) * UJ_PER_MJ;
        }
      }
    }
    return new Given(books.dynamicUj, books.idleUj, nodeIdleUj);
  }

  /** What each tenant was given so far, µJ. */
  private static final class Books {
    final double[] dynamicUj;
    final double[] idleUj;

    Books(int tenants) {
      dynamicUj = new double[tenants];
      idleUj = new double[tenants];
    }

    void book(Run run, Span span, long dynamicMj, long idleMj) {
      double processes = 0;
      for (int tenant = 0; tenant < span.tenants(); tenant++) {
        processes += processes(run, span, tenant);
      }
      for (int tenant = 0; tenant < span.tenants(); tenant++) {
        double own = processes(run, span, tenant);
        double part =
            span.nodeCpuNs() == 0 ? 1 / processes : span.cpuNs[tenant] / own / span.nodeCpuNs();
        dynamicUj[tenant] += own * rounded(part * dynamicMj);
        idleUj[tenant] += own * rounded(idleMj / processes);
      }
    }

    private static double processes(Run run, Span span, int tenant) {
      return span.started[tenant] > 0
          ? span.started[tenant]
          : run.tenants().get(tenant).processes();
    }

    /** Up to whole mW; in µJ. */
    private static double rounded(double energyMj) {
      return Math.ceil(energyMj / INTERVAL_S) * INTERVAL_S * UJ_PER_MJ;
    }
  }
}
