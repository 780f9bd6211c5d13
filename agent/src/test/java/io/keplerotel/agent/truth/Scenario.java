// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.truth;

import java.util.List;

/**
 * What happens on a node: first quiet, which is not judged, then {@value #JUDGED_S} s that are.
 *
 * @param quietS how long only the system's daemons run before, s; nothing where the agent starts in
 *     the middle of the load
 */
record Scenario(String name, SimulatedNode node, List<Tenant> tenants, int quietS, Stolen stolen) {
  /** How long the judged part is, s. */
  static final int JUDGED_S = 300;

  static final int QUIET_S = 60;

  Scenario {
    tenants = List.copyOf(tenants);
  }

  /** A scenario with a quiet minute before, on a machine of its own. */
  Scenario(String name, SimulatedNode node, List<Tenant> tenants) {
    this(name, node, tenants, QUIET_S, Stolen.NOTHING);
  }

  /**
   * Time in which a virtual CPU wanted to run and the host ran somebody else.
   *
   * @param parts for each hardware thread, the part of its running time; empty for none
   * @param told whether the guest's kernel knows, and takes it from the tasks' CPU time
   */
  record Stolen(List<Double> parts, boolean told) {
    static final Stolen NOTHING = new Stolen(List.of(), true);

    Stolen {
      parts = List.copyOf(parts);
    }

    double part(int cpu) {
      return parts.isEmpty() ? 0 : parts.get(cpu);
    }
  }
}
