// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.export.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import io.keplerotel.agent.config.Dialect;
import io.keplerotel.agent.export.prometheus.Scrapes.CreatedLines;
import io.keplerotel.agent.meter.KnownNames;
import io.keplerotel.agent.meter.Snapshots;
import io.keplerotel.agent.model.Snapshot;
import io.keplerotel.agent.testing.Exposition;
import io.keplerotel.agent.testing.Http;
import io.keplerotel.agent.workload.WorkloadNames;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Without the time at which a counter began, its first value is lost to {@code increase()}. */
class CreatedTimestampTest {
  private static final String PROTOBUF =
      "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited";
  private static final String OPEN_METRICS = "application/openmetrics-text;version=1.0.0";

  @ParameterizedTest
  @EnumSource
  void protobufSaysWhenEachContainersCountersBegan(Dialect dialect) throws Exception {
    try (PrometheusFixture prometheus =
        new PrometheusFixture(Snapshots.at(1), dialect, WorkloadNames.unknown())) {
      Exposition answer =
          Exposition.of(Http.ask(prometheus.port(), "/metrics", "Accept", PROTOBUF));
      assertThat(answer.created()).isNotEmpty();
      assertThat(ofWorkload(answer.created()))
          .isNotEmpty()
          .allSatisfy((series, seconds) -> assertThat(seconds).isCloseTo(since(), offset(0.001)));
      assertThat(ofWorkload(answer.created()).keySet())
          .isEqualTo(ofWorkload(counters(answer.values())).keySet());
      assertThat(answer.values().keySet()).noneMatch(series -> series.contains("start_time"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void openMetricsSaysItInLinesWhereThatIsWanted(CreatedLines lines) throws Exception {
    try (PrometheusFixture prometheus =
        new PrometheusFixture(Snapshots.at(1), Dialect.KEPLER, WorkloadNames.unknown(), lines)) {
      Exposition answer =
          Exposition.of(Http.ask(prometheus.port(), "/metrics", "Accept", OPEN_METRICS));
      assertThat(ofWorkload(answer.created()).isEmpty()).isEqualTo(lines == CreatedLines.LEFT_OUT);
      assertThat(ofWorkload(answer.created()))
          .allSatisfy((series, seconds) -> assertThat(seconds).isCloseTo(since(), offset(0.001)));
    }
  }

  @Test
  void anOwnersCountersBeganWithItsFirstPod() throws Exception {
    try (PrometheusFixture prometheus =
        new PrometheusFixture(
            Snapshots.at(1), Dialect.KEPLER, KnownNames.of("shop", "web-1", "nginx"))) {
      assertThat(filtered(filtered(scrape(prometheus).created(), "kepler_owner_"), "\"web\""))
          .isNotEmpty()
          .allSatisfy((series, seconds) -> assertThat(seconds).isCloseTo(since(), offset(0.001)));
    }
  }

  /** Who took it for one that began at 0 would count the energy of before {@code exec} twice. */
  @Test
  void aProcessThatIsShownUnderANewNameHasNoBeginning() throws Exception {
    try (PrometheusFixture prometheus = new PrometheusFixture(Snapshots.at(1))) {
      assertThat(filtered(scrape(prometheus).created(), "pid=\"100\"")).isNotEmpty();
      prometheus.snapshot.set(Snapshots.renamed(2));
      Exposition later = scrape(prometheus);
      assertThat(filtered(later.values(), "command=\"renamed\"")).isNotEmpty();
      assertThat(filtered(later.created(), "command=\"renamed\"")).isEmpty();
    }
  }

  /** The label of its state makes the terminated one's series a new one. */
  @Test
  void aTerminatedContainerOfKeplerTensDialectHasNoBeginning() throws Exception {
    try (PrometheusFixture prometheus =
        new PrometheusFixture(Snapshots.at(1), Dialect.KEPLER_TEN, WorkloadNames.unknown())) {
      Exposition answer = scrape(prometheus);
      assertThat(filtered(answer.values(), "state=\"terminated\"")).isNotEmpty();
      assertThat(filtered(answer.created(), "state=\"terminated\"")).isEmpty();
      assertThat(filtered(answer.created(), "state=\"running\"")).isNotEmpty();
    }
  }

  private static Exposition scrape(PrometheusFixture prometheus) throws Exception {
    return Exposition.of(Http.ask(prometheus.port(), "/metrics", "Accept", PROTOBUF));
  }

  private static Map<String, Double> counters(Map<String, Double> values) {
    return filtered(values, "_total{");
  }

  private static Map<String, Double> ofWorkload(Map<String, Double> values) {
    Map<String, Double> result = filtered(values, Snapshots.WEB.id());
    result.keySet().removeIf(series -> series.contains("process"));
    return result;
  }

  private static Map<String, Double> filtered(Map<String, Double> values, String part) {
    Map<String, Double> result = new TreeMap<>(values);
    result.keySet().removeIf(series -> !series.contains(part));
    return result;
  }

  private static double since() {
    Instant since =
        Snapshots.at(1).workloads().stream()
            .filter(energy -> energy.workload().equals(Snapshots.WEB))
            .map(Snapshot.WorkloadEnergy::since)
            .findFirst()
            .orElseThrow();
    return since.toEpochMilli() / 1000.0;
  }
}
