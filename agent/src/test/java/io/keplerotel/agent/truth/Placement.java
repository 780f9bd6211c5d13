// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.truth;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Where tasks run in one step: on an idle core first, on the sibling of a busy hardware thread
 * last, behind a busy one never while it fits elsewhere.
 */
final class Placement {
  private static final double OWN = 4;
  private static final double SIBLING = 2;
  private static final double EFFICIENT = 0.5;

  /**
   * A task, or a part of one, on a hardware thread.
   *
   * @param part of the step that it runs
   */
  record Placed(int tenant, int cpu, double part) {}

  private final SimulatedNode node;
  private final int[] coreOf;
  private final List<Integer> all;
  private final double[] load;
  private final List<Placed> placed = new ArrayList<>();

  Placement(SimulatedNode node) {
    this.node = node;
    this.coreOf = node.coreOf();
    this.all = IntStream.range(0, coreOf.length).boxed().toList();
    this.load = new double[coreOf.length];
  }

  /** Begins a step in which nothing runs yet. */
  void clear() {
    Arrays.fill(load, 0);
    placed.clear();
  }

  /** Runs a task for this part of the step, as far as there is room. */
  void place(int tenant, double wanted, List<Integer> pinned, SplittableRandom random) {
    List<Integer> allowed = pinned.isEmpty() ? all : pinned;
    double left = wanted;
    for (int tries = 0; tries < 3 && left > 1e-9; tries++) {
      int cpu = best(allowed, random);
      double part = Math.min(left, 1 - load[cpu]);
      if (part > 0) {
        load[cpu] += part;
        left -= part;
        placed.add(new Placed(tenant, cpu, part));
      }
    }
  }

  /** What was placed since the step began. */
  List<Placed> placed() {
    return placed;
  }

  /** Which part of the step the hardware thread is busy. */
  double load(int cpu) {
    return load[cpu];
  }

  /** The other hardware thread of the same core, or -1. */
  int sibling(int cpu) {
    if (cpu > 0 && coreOf[cpu - 1] == coreOf[cpu]) {
      return cpu - 1;
    }
    return cpu + 1 < coreOf.length && coreOf[cpu + 1] == coreOf[cpu] ? cpu + 1 : -1;
  }

  private int best(List<Integer> allowed, SplittableRandom random) {
    int from = random.nextInt(allowed.size());
    int best = allowed.get(from);
    for (int i = 1; i < allowed.size(); i++) {
      int cpu = allowed.get((from + i) % allowed.size());
      if (cost(cpu) < cost(best) - 1e-9) {
        best = cpu;
      }
    }
    return best;
  }

  private double cost(int cpu) {
    int sibling = sibling(cpu);
    double cost = OWN * load[cpu] + (sibling < 0 ? 0 : SIBLING * load[sibling]);
    return node.cores().get(coreOf[cpu]) == CoreKind.EFFICIENT ? cost + EFFICIENT : cost;
  }
}
