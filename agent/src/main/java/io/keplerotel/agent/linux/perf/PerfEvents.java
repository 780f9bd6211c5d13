// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.linux.perf;

/** Opens perf events. */
public interface PerfEvents {
  /** Counts an event on one CPU, whoever runs there, from now on. */
  PerfCounter open(PerfEvent event, int cpu) throws PerfException;
}
