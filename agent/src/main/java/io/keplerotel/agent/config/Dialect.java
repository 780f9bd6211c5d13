// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.config;

/** By which names a scrape shows the snapshot. */
public enum Dialect {
  /** Those of Kepler 0.7. */
  KEPLER("kepler"),
  /** Those of Kepler 0.10 and later. */
  KEPLER_TEN("kepler-0.10"),
  /** Those of the OTLP side, as a scrape writes them. */
  OTEL("otel");

  private final String text;

  Dialect(String text) {
    this.text = text;
  }

  @Override
  public String toString() {
    return text;
  }
}
