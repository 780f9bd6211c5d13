// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.workload;

/** Whether somebody tells about cgroups that are made while the agent runs. */
public enum Births {
  /** They are delivered: directories need never be searched again. */
  DELIVERED,
  /** They are not: after a miss the whole tree is searched, at most every ten seconds. */
  UNKNOWN
}
