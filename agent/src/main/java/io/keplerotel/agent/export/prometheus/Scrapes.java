// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.export.prometheus;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.keplerotel.agent.export.prometheus.ScrapeRequest.Refused;
import io.keplerotel.agent.export.prometheus.ScrapeRequest.Wanted;
import io.keplerotel.agent.status.Room;
import io.keplerotel.agent.web.Answer;
import io.keplerotel.agent.web.NoRoomException;
import io.keplerotel.agent.web.WebPage;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusProtobufWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.MetricNameFilter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.IOException;
import java.io.OutputStream;

/** Answers scrapes in text, OpenMetrics or protobuf, whichever is asked for. */
public final class Scrapes {
  private static final String FOR_PEOPLE = "text/plain; charset=utf-8";

  private final PrometheusRegistry registry;
  private final Room room;
  private final ExpositionFormatWriter protobuf = new PrometheusProtobufWriter();
  private final ExpositionFormatWriter openMetrics;
  private final ExpositionFormatWriter text =
      PrometheusTextFormatWriter.builder().setIncludeCreatedTimestamps(false).build();

  public Scrapes(PrometheusRegistry registry, CreatedLines createdLines, Room room) {
    this.registry = registry;
    this.room = room;
    this.openMetrics =
        OpenMetricsTextFormatWriter.builder()
            .setCreatedTimestampsEnabled(createdLines == CreatedLines.SHOWN)
            .build();
  }

  /** Whether OpenMetrics has a line more for each counter, which says when it began. */
  public enum CreatedLines {
    SHOWN,
    LEFT_OUT
  }

  /** {@code /metrics}. */
  public WebPage page() {
    return new WebPage(
        "/metrics", request -> answer(ScrapeRequest.parse(request.rawQuery(), request.accept())));
  }

  /** Answers; the body is made later, and once for all who want the same just then. */
  Answer answer(ScrapeRequest request) {
    return switch (request) {
      case Refused refused -> Answer.text(refused.status(), refused.line());
      case Wanted wanted ->
          new Answer(
              200,
              wanted.debug() ? FOR_PEOPLE : writer(wanted.format()).getContentType(),
              new Answer.Made(wanted, out -> write(wanted, out)));
    };
  }

  private void write(Wanted wanted, OutputStream out) throws IOException {
    if (!room.isThere()) {
      throw new NoRoomException();
    }
    MetricSnapshots snapshots =
        wanted.names().isEmpty()
            ? registry.scrape()
            : registry.scrape(MetricNameFilter.builder().nameMustBeEqualTo(wanted.names()).build());
    ExpositionFormatWriter writer = writer(wanted.format());
    if (wanted.debug() && wanted.format() == ScrapeFormat.PROTOBUF) {
      out.write(writer.toDebugString(snapshots, EscapingScheme.DEFAULT).getBytes(UTF_8));
    } else {
      writer.write(out, snapshots, wanted.escaping());
    }
  }

  private ExpositionFormatWriter writer(ScrapeFormat format) {
    return switch (format) {
      case PROTOBUF -> protobuf;
      case OPEN_METRICS -> openMetrics;
      case TEXT -> text;
    };
  }
}
