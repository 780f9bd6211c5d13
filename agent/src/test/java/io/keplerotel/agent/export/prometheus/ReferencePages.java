// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.export.prometheus;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.keplerotel.agent.export.prometheus.Scrapes.CreatedLines;
import io.opentelemetry.exporter.prometheus.PrometheusMetricReader;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.export.CollectionRegistration;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusProtobufWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.MetricNameFilter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/** Pages as opentelemetry-exporter-prometheus and its writers make them, with our start times. */
final class ReferencePages {
  private final AtomicReference<Collection<MetricData>> metrics = new AtomicReference<>(List.of());
  private final PrometheusRegistry registry = new PrometheusRegistry();

  ReferencePages(List<InfoMetric> infos) {
    PrometheusMetricReader reader =
        PrometheusMetricReader.builder()
            .setOtelScopeLabelsEnabled(false)
            .setTargetInfoMetricEnabled(false)
            .build();
    new StartTimeReader(reader)
        .register(
            new CollectionRegistration() {
              @Override
              public Collection<MetricData> collectAllMetrics() {
                return List.copyOf(metrics.get());
              }
            });
    registry.register(reader);
    infos.forEach(info -> registry.register(() -> snapshot(info)));
  }

  private static MetricSnapshot snapshot(InfoMetric info) {
    InfoSnapshot.Builder snapshot =
        InfoSnapshot.builder().name(info.family()).help(info.metric().description());
    for (Map<String, String> labels : info.points()) {
      Labels.Builder point = Labels.builder();
      info.metric().attributes().forEach(name -> point.label(name, labels.getOrDefault(name, "")));
      snapshot.dataPoint(
          InfoSnapshot.InfoDataPointSnapshot.builder().labels(point.build()).build());
    }
    return snapshot.build();
  }

  /** What is written in this format; names are those of {@code name[]}. */
  byte[] page(
      Collection<MetricData> collected, Shape shape, EscapingScheme escaping, List<String> names)
      throws IOException {
    metrics.set(new ArrayList<>(collected));
    MetricSnapshots snapshots =
        names.isEmpty()
            ? registry.scrape()
            : registry.scrape(MetricNameFilter.builder().nameMustBeEqualTo(names).build());
    if (shape == Shape.PROTOBUF_FOR_PEOPLE) {
      return shape.theirs().toDebugString(snapshots, EscapingScheme.DEFAULT).getBytes(UTF_8);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    shape.theirs().write(bytes, snapshots, escaping);
    return bytes.toByteArray();
  }

  /** All that a page may look like, ours and the reference's. */
  enum Shape {
    TEXT,
    OPEN_METRICS,
    OPEN_METRICS_WITH_CREATED_LINES,
    PROTOBUF,
    PROTOBUF_FOR_PEOPLE;

    PageFormat ours() {
      return switch (this) {
        case TEXT -> new TextFormat();
        case OPEN_METRICS -> new OpenMetricsFormat(CreatedLines.LEFT_OUT);
        case OPEN_METRICS_WITH_CREATED_LINES -> new OpenMetricsFormat(CreatedLines.SHOWN);
        case PROTOBUF -> new ProtobufFormat();
        case PROTOBUF_FOR_PEOPLE -> new ProtobufTextFormat();
      };
    }

    ExpositionFormatWriter theirs() {
      return switch (this) {
        case TEXT ->
            PrometheusTextFormatWriter.builder().setIncludeCreatedTimestamps(false).build();
        case OPEN_METRICS -> openMetrics(false);
        case OPEN_METRICS_WITH_CREATED_LINES -> openMetrics(true);
        case PROTOBUF, PROTOBUF_FOR_PEOPLE -> new PrometheusProtobufWriter();
      };
    }

    private static ExpositionFormatWriter openMetrics(boolean created) {
      return OpenMetricsTextFormatWriter.builder().setCreatedTimestampsEnabled(created).build();
    }
  }
}
