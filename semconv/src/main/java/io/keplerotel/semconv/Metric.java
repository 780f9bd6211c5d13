// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.semconv;

import java.util.List;

/**
 * A metric of the registry.
 *
 * @param name the OpenTelemetry name
 * @param prometheusName how a scrape shows it, by the default translation
 * @param instrument how it is registered
 * @param unit by UCUM
 * @param description one sentence
 * @param attributes keys that its points may carry
 */
public record Metric(
    String name,
    String prometheusName,
    Instrument instrument,
    String unit,
    String description,
    List<String> attributes) {
  /** Takes a copy of the list. */
  public Metric {
    attributes = List.copyOf(attributes);
  }

  // A name is one metric's alone; written out, as a record's own make classes at the start.
  @Override
  public boolean equals(Object other) {
    return other instanceof Metric metric && name.equals(metric.name);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  /** Instruments that the registry knows. */
  public enum Instrument {
    COUNTER,
    UPDOWNCOUNTER,
    GAUGE
  }
}
