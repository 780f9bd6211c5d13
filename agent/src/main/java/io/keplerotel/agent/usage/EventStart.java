// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.usage;

import java.util.Optional;

/** Starts counting events, where that is wanted and can be had. */
@FunctionalInterface
public interface EventStart {
  /**
   * Starts; why not is said once.
   *
   * @param cpuTime who reads CPU time: events are of use only where both know a process by the same
   *     start
   * @return the caller closes it
   */
  Optional<EventSource> start(String cpuTime);
}
