// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.truth;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A machine with one package and its memory. Hardware threads are numbered core by core: siblings
 * have neighbouring numbers.
 *
 * @param cores the kind of each
 * @param idlePackageW what the package takes when it does nothing, W
 * @param idleDramW what its memory takes when nobody uses it, W
 */
record SimulatedNode(List<CoreKind> cores, double idlePackageW, double idleDramW) {
  /** A server: 16 cores, 32 hardware threads. */
  static final SimulatedNode SERVER =
      new SimulatedNode(Collections.nCopies(16, CoreKind.SERVER), 48, 6);

  /** A desktop: 8 performance cores with 16 hardware threads, and 8 efficient cores. */
  static final SimulatedNode HYBRID = hybrid();

  /** A virtual machine with 8 hardware threads of a server, and their part of its idle power. */
  static final SimulatedNode VIRTUAL =
      new SimulatedNode(Collections.nCopies(4, CoreKind.SERVER), 12, 1.5);

  SimulatedNode {
    cores = List.copyOf(cores);
  }

  /** How many hardware threads it has. */
  int cpus() {
    return cores.stream().mapToInt(core -> core.threads).sum();
  }

  /** For each hardware thread the number of its core. */
  int[] coreOf() {
    int[] coreOf = new int[cpus()];
    int cpu = 0;
    for (int core = 0; core < cores.size(); core++) {
      for (int thread = 0; thread < cores.get(core).threads; thread++) {
        coreOf[cpu++] = core;
      }
    }
    return coreOf;
  }

  private static SimulatedNode hybrid() {
    List<CoreKind> cores = new ArrayList<>(Collections.nCopies(8, CoreKind.PERFORMANCE));
    cores.addAll(Collections.nCopies(8, CoreKind.EFFICIENT));
    return new SimulatedNode(cores, 9, 1);
  }
}
