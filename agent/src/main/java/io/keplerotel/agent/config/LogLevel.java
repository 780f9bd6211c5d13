// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.config;

/** The least level that is logged. */
public enum LogLevel {
  ERROR(System.Logger.Level.ERROR),
  WARNING(System.Logger.Level.WARNING),
  INFO(System.Logger.Level.INFO),
  DEBUG(System.Logger.Level.DEBUG),
  TRACE(System.Logger.Level.TRACE);

  private final System.Logger.Level level;

  LogLevel(System.Logger.Level level) {
    this.level = level;
  }

  /** Java's name of it. */
  public System.Logger.Level level() {
    return level;
  }
}
