// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.usage.command;

import io.keplerotel.agent.linux.fs.UnreadableException;

/** CPU time of a command and of all that it has started. For one thread. */
public interface CommandCounter {
  /** So far, ns; never falls. */
  long cpuNs() throws UnreadableException;

  /** How many of its processes are there now. */
  int running();
}
