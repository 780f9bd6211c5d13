// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.truth;

import java.util.List;
import java.util.stream.IntStream;

/**
 * CPU time, of which a part is not counted where the sibling of the hardware thread was busy:
 *
 * <pre>
 * weight = CPU time − {@value #DISCOUNT} × CPU time beside a busy sibling
 * </pre>
 *
 * <p>The part says that a busy pair takes 1.25 times what one of them takes alone.
 */
final class SiblingRule extends WeightedRule {
  private static final double DISCOUNT = 0.375;

  /** How the time beside a busy sibling is known. */
  enum Knows {
    /** From busy times of hardware threads ({@code /proc/stat}) and where tenants are pinned to. */
    CPUS_PINNED_TO,
    /** For each tenant, as only a program on the scheduler's path could know it. */
    ALL
  }

  private final Knows knows;

  SiblingRule(Knows knows) {
    this.knows = knows;
  }

  @Override
  public String title() {
    return knows == Knows.ALL ? "siblings known" : "siblings by cpuset";
  }

  @Override
  double[] weights(Run run, Span second, int zone) {
    return IntStream.range(0, run.tenants().size())
        .mapToDouble(
            tenant -> {
              double shared =
                  knows == Knows.ALL
                      ? part(second, tenant)
                      : part(run, second, run.tenants().get(tenant).cpus());
              return second.cpuNs[tenant] * (1 - DISCOUNT * shared);
            })
        .toArray();
  }

  private static double part(Span second, int tenant) {
    long sharedNs = second.sharedNs[tenant];
    return sharedNs == 0 ? 0 : (double) sharedNs / (sharedNs + second.aloneNs[tenant]);
  }

  /** As if the siblings were busy independently of each other. */
  private static double part(Run run, Span second, List<Integer> cpus) {
    Placement places = new Placement(run.scenario().node());
    List<Integer> allowed =
        cpus.isEmpty() ? IntStream.range(0, second.busyNs.length).boxed().toList() : cpus;
    double busyNs = 0;
    double sharedNs = 0;
    for (int cpu : allowed) {
      int sibling = places.sibling(cpu);
      busyNs += second.busyNs[cpu];
      sharedNs += sibling < 0 ? 0 : second.busyNs[cpu] * Math.min(1, second.busyNs[sibling] / 1e9);
    }
    return busyNs == 0 ? 0 : sharedNs / busyNs;
  }
}
