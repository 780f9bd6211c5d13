// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.attribution;

import io.keplerotel.agent.model.ProcessKey;
import io.keplerotel.agent.model.UsageKind;
import io.keplerotel.agent.model.Workload;

/**
 * What one process used in one tick, or a part of it.
 *
 * @param process pid 0 where it is not known
 * @param kind what it used
 * @param amount how much, in the unit of the kind
 */
public record Usage(
    Workload workload, ProcessKey process, String command, UsageKind kind, long amount) {
  /** CPU time, ns. */
  public Usage(Workload workload, ProcessKey process, String command, long cpuNs) {
    this(workload, process, command, UsageKind.CPU_TIME, cpuNs);
  }

  /** The same user with another amount. */
  public Usage of(long otherAmount) {
    return new Usage(workload, process, command, kind, otherAmount);
  }

  /** The same amount of another kind. */
  public Usage as(UsageKind otherKind) {
    return new Usage(workload, process, command, otherKind, amount);
  }
}
