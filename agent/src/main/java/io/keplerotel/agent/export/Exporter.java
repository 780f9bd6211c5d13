// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.export;

/**
 * Ships what the meters show. Each module of an exporter adds its own to the set of all, where it
 * is wanted.
 */
public interface Exporter extends AutoCloseable {
  /**
   * Starts to ship, and returns at once.
   *
   * @throws IllegalArgumentException if its settings are wrong; the message says which and why
   */
  void start();

  /** Whether the web server shows what it makes; then people wait for it, and it starts first. */
  default boolean isServed() {
    return false;
  }

  /** Ships what is left, and stops. */
  @Override
  void close();
}
