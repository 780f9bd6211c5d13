// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.usage;

/** Starts a source of CPU time, where it was chosen and can be had. */
@FunctionalInterface
public interface CpuTimeStart {
  /** Starts it; the caller closes it. */
  CpuTimeSource start() throws CpuTimeUnavailableException;
}
