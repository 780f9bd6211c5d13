// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.export.prometheus;

import io.keplerotel.agent.web.AcceptHeader;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** The formats that a scrape is answered in; those that say more come first. */
enum ScrapeFormat {
  /** With created timestamps. */
  PROTOBUF("prometheus-protobuf"),
  OPEN_METRICS("openmetrics"),
  TEXT("text");

  private static final String PROTOBUF_TYPE = "application/vnd.google.protobuf";
  private static final String PROTOBUF_MESSAGE = "io.prometheus.client.MetricFamily";
  private static final String DELIMITED = "delimited";
  private static final String OPEN_METRICS_TYPE = "application/openmetrics-text";

  private final String word;

  ScrapeFormat(String word) {
    this.word = word;
  }

  /** The format that a query names by {@code debug=}. */
  static Optional<ScrapeFormat> named(String word) {
    return Stream.of(values()).filter(format -> format.word.equals(word)).findFirst();
  }

  /**
   * The format that a client wants most. Text, as Prometheus' own libraries do, where it says
   * nothing of any; empty where it refuses that too.
   */
  static Optional<ScrapeFormat> wanted(AcceptHeader accept) {
    return Stream.of(values())
        .filter(format -> format.weight(accept) > 0)
        .reduce((one, other) -> other.weight(accept) > one.weight(accept) ? other : one);
  }

  private double weight(AcceptHeader accept) {
    return switch (this) {
      case PROTOBUF -> accept.weight(ScrapeFormat::isProtobuf).orElse(0);
      case OPEN_METRICS -> accept.weight(OPEN_METRICS_TYPE).orElse(0);
      case TEXT -> textWeight(accept);
    };
  }

  /** The narrowest range decides. What a client does not speak of it wants least of all. */
  private static double textWeight(AcceptHeader accept) {
    return Stream.of("text/plain", "text/*", "*/*")
        .map(accept::weight)
        .filter(OptionalDouble::isPresent)
        .mapToDouble(OptionalDouble::getAsDouble)
        .findFirst()
        .orElse(Double.MIN_VALUE);
  }

  private static boolean isProtobuf(AcceptHeader.Range range) {
    return range.name().equals(PROTOBUF_TYPE)
        && PROTOBUF_MESSAGE.equals(range.parameters().get("proto"))
        && DELIMITED.equals(range.parameters().getOrDefault("encoding", DELIMITED));
  }
}
