// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.export.otlp;

import static io.opentelemetry.proto.metrics.v1.AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import io.keplerotel.agent.export.otlp.Received.Point;
import io.keplerotel.agent.export.prometheus.PrometheusFixture;
import io.keplerotel.agent.meter.KnownNames;
import io.keplerotel.agent.meter.Snapshots;
import io.keplerotel.agent.workload.WorkloadNames;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class OtlpPushTest {
  @Test
  void containerHasAResourceOfItsOwn() throws Exception {
    Received received = pushed("kepler.container.energy");
    List<Point> web = received.of("kepler.container.energy", OtlpPushTest::isWeb);
    assertThat(web).hasSize(10);
    assertThat(web)
        .allSatisfy(
            point -> {
              assertThat(point.resource())
                  .isEqualTo(
                      Map.of(
                          "container.id", Snapshots.WEB.id(),
                          "container.runtime.name", "containerd",
                          "k8s.pod.uid", Snapshots.POD_UID,
                          "k8s.node.name", "node-1",
                          "host.name", "node-1",
                          "service.name", "kepler-agent",
                          "service.instance.id",
                              InstanceId.of(
                                  "agent-1", "", "node-1", Snapshots.POD_UID, Snapshots.WEB.id())));
              assertThat(point.attributes())
                  .containsOnlyKeys("kepler.zone", "kepler.mode", "kepler.source");
            });
  }

  @Test
  void whatIsNotAContainerStaysOnTheNodesResource() throws Exception {
    Received received = pushed("kepler.node.energy");
    assertThat(received.of("kepler.node.energy", point -> true))
        .allSatisfy(
            point ->
                assertThat(point.resource())
                    .containsEntry("service.name", "kepler-agent")
                    .containsEntry("host.name", "node-1")
                    .doesNotContainKey("container.id"));
    assertThat(received.of("kepler.container.energy", point -> !inContainer(point)))
        .extracting(point -> point.attributes().get("kepler.workload"))
        .containsOnly("nginx.service", "kernel_processes", "system_processes");
  }

  @Test
  void podAndContainerNamesAreOnTheResourceWhereKnown() throws Exception {
    WorkloadNames names = KnownNames.of("shop", "web-1", "nginx");
    Received received = pushed(names, "kepler.container.cpu.time");
    assertThat(received.of("kepler.container.cpu.time", OtlpPushTest::isWeb))
        .singleElement()
        .satisfies(
            point ->
                assertThat(point.resource())
                    .containsEntry("k8s.pod.name", "web-1")
                    .containsEntry("k8s.namespace.name", "shop")
                    .containsEntry("k8s.container.name", "nginx")
                    .containsEntry("k8s.replicaset.name", "web-5d4f8")
                    .containsEntry("k8s.deployment.name", "web")
                    .containsEntry("container.image.name", "docker.io/library/nginx")
                    .containsEntry("container.image.tags", "[1.29]")
                    .containsEntry("service.name", "kepler-agent")
                    .containsEntry("kepler.application.name", "web")
                    .containsEntry("kepler.application.namespace", "shop")
                    .containsEntry("kepler.application.version", "1.29")
                    .containsEntry("kepler.application.instance.id", "shop.web-1.nginx"));
  }

  @Test
  void aPodIsAResourceOfItsOwn() throws Exception {
    Received received = pushed(KnownNames.of("shop", "web-1", "nginx"), "kepler.pod.energy");
    assertThat(received.of("kepler.pod.energy", point -> true))
        .isNotEmpty()
        .allSatisfy(
            point ->
                assertThat(point.resource())
                    .containsEntry("k8s.pod.uid", Snapshots.POD_UID)
                    .containsEntry("k8s.pod.name", "web-1")
                    .containsEntry("k8s.deployment.name", "web")
                    .containsEntry("kepler.application.name", "web")
                    .doesNotContainKeys("container.id", "k8s.container.name"));
  }

  @Test
  void aContainerWhoseNameMaySoonBeKnownIsHeldBackWithItsProcesses() throws Exception {
    WorkloadNames waiting = KnownNames.waiting(Duration.ofSeconds(30));
    Received received = pushed(waiting, "kepler.container.cpu.time");
    assertThat(received.of("kepler.container.cpu.time", OtlpPushTest::isWeb)).isEmpty();
    assertThat(received.of("kepler.container.energy", OtlpPushTest::isWeb)).isEmpty();
    assertThat(received.of("kepler.process.energy", OtlpPushTest::isWeb)).isEmpty();
    assertThat(received.of("kepler.pod.energy", point -> true)).isEmpty();
    assertThat(received.of("kepler.agent.held", point -> true))
        .singleElement()
        .satisfies(point -> assertThat(point.data().getAsInt()).isEqualTo(1));
    WorkloadNames waited = KnownNames.waiting(Duration.ofSeconds(20));
    assertThat(
            pushed(waited, "kepler.container.cpu.time")
                .of("kepler.container.cpu.time", OtlpPushTest::isWeb))
        .isNotEmpty();
  }

  @Test
  void energyIsACumulativeMonotonicSumInJoulesSinceTheContainerBegan() throws Exception {
    Received received = pushed("kepler.container.energy");
    assertThat(received.of("kepler.container.energy", OtlpPushTest::isWeb))
        .allSatisfy(
            point -> {
              assertThat(point.metric().getUnit()).isEqualTo("J");
              assertThat(point.metric().getSum().getIsMonotonic()).isTrue();
              assertThat(point.metric().getSum().getAggregationTemporality())
                  .isEqualTo(AGGREGATION_TEMPORALITY_CUMULATIVE);
              assertThat(point.data().getStartTimeUnixNano())
                  .isEqualTo(epochNs(Snapshots.CONTAINER_START));
            });
    assertThat(received.of("kepler.node.energy", point -> true))
        .allSatisfy(
            point ->
                assertThat(point.data().getStartTimeUnixNano())
                    .isEqualTo(epochNs(Snapshots.START)));
  }

  @Test
  void platformIsTheHostAndCoreHangsUnderItsPackage() throws Exception {
    Received received = pushed("hw.energy");
    assertThat(received.of("hw.host.energy", point -> true))
        .extracting(point -> point.attributes().get("hw.id"))
        .containsExactly("psys");
    assertThat(received.of("hw.energy", point -> true))
        .extracting(
            point ->
                point.attributes().get("hw.id")
                    + " "
                    + point.attributes().get("hw.type")
                    + " "
                    + point.attributes().getOrDefault("hw.parent", "-"))
        .containsExactlyInAnyOrder(
            "package-0 cpu -",
            "package-1 cpu -",
            "package-0/core cpu package-0",
            "package-0/dram memory package-0");
  }

  @Test
  void nobodySeesTheHiddenStartTime() throws Exception {
    assertThat(pushed("kepler.process.energy").points())
        .allSatisfy(
            point ->
                assertThat(point.attributes()).doesNotContainKey("kepler.start_time_unix_nano"));
  }

  @Test
  void energyIsWhatTheScrapeSaysAtTheSameSnapshot() throws Exception {
    Received received = pushed("kepler.container.energy");
    try (PrometheusFixture prometheus = new PrometheusFixture(Snapshots.at(1))) {
      String scrape = prometheus.scrape();
      for (String component : List.of("package", "core", "dram", "platform", "other")) {
        double pushed =
            received
                .of("kepler.container.energy", p -> isWeb(p) && isOf(p, component, "dynamic"))
                .stream()
                .mapToDouble(Point::value)
                .sum();
        assertThat(pushed)
            .as(component)
            .isCloseTo(scraped(scrape, component, Snapshots.WEB.id()), offset(0.0));
      }
    }
  }

  @Test
  void grpcCarriesTheSame() throws Exception {
    try (Receiver http = Receiver.http();
        Receiver grpc = Receiver.grpc();
        OtlpFixture first = new OtlpFixture(Snapshots.at(1), http.settings());
        OtlpFixture second = new OtlpFixture(Snapshots.at(1), grpc.settings())) {
      assertThat(first.push.target()).contains("http://127.0.0.1:" + http.port() + "/v1/metrics");
      assertThat(second.push.target()).contains("http://127.0.0.1:" + grpc.port());
      assertThat(energies(grpc.nextWith("kepler.container.energy")))
          .isEqualTo(energies(http.nextWith("kepler.container.energy")))
          .isNotEmpty();
    }
  }

  @Test
  void nextPushCarriesTheNextSnapshot() throws Exception {
    try (Receiver receiver = Receiver.http();
        OtlpFixture otlp = new OtlpFixture(Snapshots.at(1), receiver.settings())) {
      double first = hostEnergy(receiver.nextWith("hw.host.energy"));
      otlp.snapshot.set(Snapshots.at(2));
      double second = first;
      for (int push = 0; push < 50 && second == first; push++) {
        second = hostEnergy(receiver.next());
      }
      assertThat(second).isCloseTo(2 * first, offset(1e-9));
    }
  }

  @Test
  void environmentDescribesTheNodeBetterThanTheAgent() throws Exception {
    try (Receiver receiver = Receiver.http()) {
      Map<String, String> settings = new HashMap<>(receiver.settings());
      settings.put("otel.service.name", "energy");
      settings.put("otel.resource.attributes", "host.name=other,k8s.cluster.name=blue");
      try (OtlpFixture otlp = new OtlpFixture(Snapshots.at(1), settings)) {
        assertThat(otlp.push.target()).isPresent();
        Received received = receiver.nextWith("hw.host.energy");
        assertThat(received.of("hw.host.energy", point -> true).getFirst().resource())
            .containsEntry("service.name", "energy")
            .containsEntry("host.name", "other");
        assertThat(received.of("kepler.container.energy", OtlpPushTest::isWeb))
            .allSatisfy(
                point ->
                    assertThat(point.resource())
                        .containsEntry("k8s.cluster.name", "blue")
                        .containsEntry("service.name", "energy"));
      }
    }
  }

  @Test
  void deltasKeepTheirOwnStartTime() throws Exception {
    try (Receiver receiver = Receiver.http()) {
      Map<String, String> settings = new HashMap<>(receiver.settings());
      settings.put("otel.exporter.otlp.metrics.temporality.preference", "delta");
      try (OtlpFixture otlp = new OtlpFixture(Snapshots.at(1), settings)) {
        assertThat(otlp.push.target()).isPresent();
        assertThat(receiver.nextWith("hw.host.energy").of("hw.host.energy", point -> true))
            .allSatisfy(
                point ->
                    assertThat(point.data().getStartTimeUnixNano())
                        .isNotEqualTo(epochNs(Snapshots.START)));
      }
    }
  }

  @Test
  void closePushesTheLastSnapshot() throws Exception {
    try (Receiver receiver = Receiver.http()) {
      Map<String, String> settings = new HashMap<>(receiver.settings());
      settings.put("otel.metric.export.interval", "3600000");
      try (OtlpFixture otlp = new OtlpFixture(Snapshots.at(5), settings)) {
        assertThat(otlp.push.target()).isPresent();
      }
      assertThat(hostEnergy(receiver.next())).isPositive();
    }
  }

  @Test
  void moreContainersThanTheSdksOwnLimitAreAllPushed() throws Exception {
    try (Receiver receiver = Receiver.grpc();
        OtlpFixture otlp = new OtlpFixture(Snapshots.crowd(2_500), receiver.settings())) {
      assertThat(otlp.push.target()).isPresent();
      assertThat(
              receiver
                  .nextWith("kepler.container.cpu.time")
                  .of("kepler.container.cpu.time", p -> true))
          .extracting(point -> point.resource().get("container.id"))
          .hasSize(2_500)
          .doesNotHaveDuplicates();
    }
  }

  private static Received pushed(String metric) throws Exception {
    return pushed(WorkloadNames.unknown(), metric);
  }

  /** The first push that has the metric, of the first snapshot. */
  private static Received pushed(WorkloadNames names, String metric) throws Exception {
    try (Receiver receiver = Receiver.http();
        OtlpFixture otlp = new OtlpFixture(Snapshots.at(1), receiver.settings(), names)) {
      assertThat(otlp.push.target()).isPresent();
      return receiver.nextWith(metric);
    }
  }

  private static double hostEnergy(Received received) {
    return received.of("hw.host.energy", point -> true).stream().mapToDouble(Point::value).sum();
  }

  private static List<String> energies(Received received) {
    return received.of("kepler.container.energy", point -> true).stream()
        .map(point -> point.resource().get("container.id") + point.attributes() + point.value())
        .sorted()
        .toList();
  }

  private static boolean inContainer(Point point) {
    return point.resource().containsKey("container.id");
  }

  private static boolean isWeb(Point point) {
    return Snapshots.WEB.id().equals(point.resource().get("container.id"));
  }

  private static boolean isOf(Point point, String zone, String mode) {
    return zone.equals(point.attributes().get("kepler.zone"))
        && mode.equals(point.attributes().get("kepler.mode"));
  }

  private static double scraped(String scrape, String component, String containerId) {
    return scrape
        .lines()
        .filter(line -> line.startsWith("kepler_container_" + component + "_joules_total{"))
        .filter(line -> line.contains(containerId) && line.contains("mode=\"dynamic\""))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private static long epochNs(Instant instant) {
    return TimeUnit.SECONDS.toNanos(instant.getEpochSecond()) + instant.getNano();
  }
}
