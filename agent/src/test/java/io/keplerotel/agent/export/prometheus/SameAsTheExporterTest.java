// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.export.prometheus;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.config.Dialect;
import io.keplerotel.agent.export.Scope;
import io.keplerotel.agent.export.prometheus.ReferencePages.Shape;
import io.keplerotel.agent.meter.KnownNames;
import io.keplerotel.agent.meter.Snapshots;
import io.keplerotel.agent.model.Snapshot;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import io.prometheus.metrics.config.EscapingScheme;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Names, order and formats are those of opentelemetry-exporter-prometheus, which the agent does not
 * bring along: every page is to be, byte for byte, what it makes of the same data.
 */
class SameAsTheExporterTest {
  private static final int SHOWN_BYTES = 300;

  @ParameterizedTest
  @EnumSource
  void eachDialectIsWrittenAsTheExporterWritesIt(Dialect dialect) throws Exception {
    AtomicReference<Snapshot> snapshot = new AtomicReference<>(Snapshots.at(1));
    InMemoryMetricReader reader = InMemoryMetricReader.create();
    try (SdkMeterProvider provider =
        SdkMeterProvider.builder()
            .registerMetricReader(reader, type -> Scope.CARDINALITY_LIMIT)
            .build()) {
      PrometheusFixture.register(
          Scope.meter(provider, ""),
          dialect,
          () -> PrometheusFixture.named(snapshot, KnownNames.of("shop", "web", "ng")));
      Pair pair = new Pair(PrometheusFixture.infos(dialect));
      assertThat(pair.check(reader.collectAllMetrics())).isGreaterThan(10_000);
      snapshot.set(Snapshots.renamed(2));
      pair.check(reader.collectAllMetrics());
      snapshot.set(Snapshots.withoutBatch(3));
      pair.check(reader.collectAllMetrics());
      snapshot.set(Snapshots.crowd(200));
      pair.check(reader.collectAllMetrics());
      snapshot.set(Snapshots.at(4));
      pair.check(reader.collectAllMetrics());
    }
  }

  /** Labels from outside may be anything; names and units are what others might register. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void whateverTheDataIsItIsWrittenAsTheExporterWritesIt(long seed) throws Exception {
    Pair pair = new Pair(PrometheusFixture.infos(Dialect.KEPLER));
    OddMetrics metrics = new OddMetrics(seed);
    for (int scrape = 0; scrape < 12; scrape++) {
      pair.check(metrics.next());
    }
  }

  @Test
  void aMetricThatTheExporterDropsIsDropped() throws Exception {
    Pair pair = new Pair(List.of());
    pair.check(OddMetrics.negative());
    pair.check(OddMetrics.sameLabelsOfTwoPoints());
    pair.check(OddMetrics.ofTwoTypes());
    pair.check(OddMetrics.ofTwoUnits());
    pair.check(OddMetrics.ofTwoHelps());
    pair.check(OddMetrics.withoutALetter());
    pair.check(List.of());
  }

  @Test
  void namesChooseAsTheyDidInTheRegistry() throws Exception {
    Pair pair = new Pair(PrometheusFixture.infos(Dialect.KEPLER));
    Collection<MetricData> metrics = new OddMetrics(9).next();
    for (List<String> names :
        List.of(
            List.of("kepler_node_info"),
            List.of("kepler_node"),
            List.of("kepler_nod"),
            List.of("odd_joules_total", "odd_joules"),
            List.of("none"))) {
      for (Shape shape : Shape.values()) {
        pair.check(metrics, shape, EscapingScheme.DEFAULT, names);
      }
    }
  }

  /** Ours and the reference, which see the same. */
  private static final class Pair {
    private final AtomicReference<Collection<MetricData>> metrics =
        new AtomicReference<>(List.of());
    private final SeriesBook book;
    private final ReferencePages reference;

    Pair(List<InfoMetric> infos) {
      book = new SeriesBook(metrics::get, infos);
      reference = new ReferencePages(infos);
    }

    /** In all formats and schemes; says how many bytes were compared. */
    int check(Collection<MetricData> collected) throws IOException {
      int bytes = 0;
      for (Shape shape : Shape.values()) {
        for (EscapingScheme escaping : EscapingScheme.values()) {
          bytes += check(collected, shape, escaping, List.of());
        }
      }
      return bytes;
    }

    int check(
        Collection<MetricData> collected, Shape shape, EscapingScheme escaping, List<String> names)
        throws IOException {
      metrics.set(collected);
      ByteArrayOutputStream page = new ByteArrayOutputStream();
      NameEscaping ours =
          shape == Shape.PROTOBUF_FOR_PEOPLE
              ? NameEscaping.NONE
              : NameEscaping.of(List.of("text/plain" + escaping.toHeaderFormat()));
      book.write(shape.ours(), ours, names, new PageOutput(page));
      if (shape != Shape.PROTOBUF_FOR_PEOPLE) {
        assertThat(shape.ours().contentType()).isEqualTo(shape.theirs().getContentType());
      }
      byte[] expected = reference.page(collected, shape, escaping, names);
      int first = Arrays.mismatch(page.toByteArray(), expected);
      assertThat(around(first, page.toByteArray()))
          .as("%s, %s: the first byte that differs is %s", shape, escaping, first)
          .isEqualTo(around(first, expected));
      return expected.length;
    }

    private static String around(int first, byte[] page) {
      int from = Math.max(0, first - SHOWN_BYTES);
      return first < 0
          ? ""
          : new String(page, from, Math.min(page.length - from, 2 * SHOWN_BYTES), ISO_8859_1);
    }
  }
}
