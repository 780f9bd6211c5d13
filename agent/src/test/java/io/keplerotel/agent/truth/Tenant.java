// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.truth;

import java.util.List;

/**
 * A container on the simulated node.
 *
 * @param processes how many processes it has, each with one thread; for short-lived ones, how many
 *     run at a time at most
 * @param cpus the hardware threads that it is pinned to; empty for all
 */
record Tenant(String id, Activity activity, int processes, Demand demand, List<Integer> cpus) {
  Tenant {
    cpus = List.copyOf(cpus);
  }

  /** A tenant that may run anywhere. */
  Tenant(String id, Activity activity, int processes, Demand demand) {
    this(id, activity, processes, demand, List.of());
  }

  /** The same tenant on these hardware threads only. */
  Tenant on(Integer... pinned) {
    return new Tenant(id, activity, processes, demand, List.of(pinned));
  }
}
