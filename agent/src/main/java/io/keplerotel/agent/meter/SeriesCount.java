// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.meter;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import java.util.HashMap;
import java.util.Map;

/** Shows how many points a level has. */
final class SeriesCount {
  private final ObservableLongMeasurement instrument;
  private final AttributeKey<String> level;
  private final Map<String, Attributes> attributes = new HashMap<>();

  /**
   * Nothing is shown yet.
   *
   * @param level what the attribute is called that names the level
   */
  SeriesCount(ObservableLongMeasurement instrument, AttributeKey<String> level) {
    this.instrument = instrument;
    this.level = level;
  }

  /** Shows it, once in each collection. */
  void record(String levelName, int points) {
    instrument.record(
        points, attributes.computeIfAbsent(levelName, name -> Attributes.of(level, name)));
  }
}
