// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.meter;

import io.keplerotel.semconv.OtlpAttributes;
import io.opentelemetry.api.common.AttributesBuilder;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * When a counter began, which the API of OpenTelemetry has no place for: an attribute of the point,
 * that the exporters take off again and make its start time.
 */
final class StartTime {
  /** For a series that shows from its middle on what was counted under other labels before. */
  static final Instant UNKNOWN = Instant.EPOCH;

  private StartTime() {}

  static void put(AttributesBuilder labels, Instant since) {
    long epochNs = TimeUnit.SECONDS.toNanos(since.getEpochSecond()) + since.getNano();
    labels.put(OtlpAttributes.START_TIME_UNIX_NANO, epochNs);
  }
}
