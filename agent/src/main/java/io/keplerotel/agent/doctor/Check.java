// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.doctor;

import java.util.List;

/**
 * Looks at one thing.
 *
 * @param topic what it looks at
 * @param look finds; on a thread of its own, and may take its time. What it throws is a problem
 */
public record Check(String topic, Look look) {
  /** Finds what is to be said, a line each. */
  @FunctionalInterface
  public interface Look {
    /**
     * Looks.
     *
     * @throws Exception if it cannot; the message says why, and behind a semicolon what to do
     */
    List<Finding> find() throws Exception;
  }
}
