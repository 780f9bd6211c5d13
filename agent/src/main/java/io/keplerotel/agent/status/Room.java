// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.status;

/** Whether there is memory for a page with all series. Asked before each, by one thread. */
@FunctionalInterface
public interface Room {
  /** There always is. */
  Room ALWAYS = () -> true;

  /** Whether there is, now. */
  boolean isThere();
}
