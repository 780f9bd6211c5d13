// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.export;

import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.MeterProvider;

/** Name under which all of the agent's instruments are registered. */
public final class Scope {
  /** One scope only: without scope labels, two that share a metric break the whole scrape. */
  static final String NAME = "io.keplerotel.agent";

  /** Series per instrument; the agent bounds them itself, the SDK's 2,000 would sum the rest. */
  public static final int CARDINALITY_LIMIT = 200_000;

  /** Release of the semantic conventions that the names are of. */
  public static final String SCHEMA_URL = "https://opentelemetry.io/schemas/1.43.0";

  private Scope() {}

  public static Meter meter(MeterProvider provider, String version) {
    return provider
        .meterBuilder(NAME)
        .setInstrumentationVersion(version)
        .setSchemaUrl(SCHEMA_URL)
        .build();
  }
}
