// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.export.otlp.Received;
import io.keplerotel.agent.export.otlp.Receiver;
import io.keplerotel.agent.testing.AgentProcess;
import io.keplerotel.agent.testing.RealCgroup;
import io.keplerotel.agent.testing.Scrape;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** 60 pods of all kinds in three namespaces, whose containers are real processes. */
@Tag("e2e")
class PodEnergyTest {
  private static final List<String> NAMESPACES = List.of("shop", "bank", "kube-system");
  private static final int ROUNDS = 5;

  /** As the launcher has it. */
  private static final String SMALL = "-Xmx64m -Xmn8m -Xss256k";

  private static final String RSS = "kepler_agent_memory_rss_bytes";
  private static final String HELD = "kepler_agent_held";

  @TempDir Path folder = Path.of("");

  @Test
  void everyContainersEnergyCarriesItsPodNamespaceAndOwner() throws Exception {
    // Any other pod's container on this machine: what is asserted is of the test's own.
    try (RealCgroup other = RealCgroup.inPod(UUID.randomUUID().toString(), RealCgroup.newId());
        ControlPlane plane = ControlPlane.start();
        Receiver receiver = Receiver.http()) {
      assertThat(other.start("exec sleep 600").isAlive()).isTrue();
      AgentAccount account = new AgentAccount(plane, folder);
      AgentAccount.namespace(plane, "shop");
      AgentAccount.namespace(plane, "bank");
      try (TestNode node = new TestNode(plane);
          AgentProcess agent = account.start(environment(receiver))) {
        for (int round = 0; round < ROUNDS; round++) {
          for (PodKind kind : PodKind.values()) {
            node.create(kind, NAMESPACES.get((round + node.pods().size()) % NAMESPACES.size()));
          }
        }
        assertThat(node.pods()).hasSize(60);
        nothingIsShownUnderAWrongName(agent, node);
        node.pods().forEach(node::report);
        Pause.until(
            Duration.ofSeconds(10),
            "all are shown",
            () -> node.shown(agent.scrape()) == count(node));
        Pause.of(Duration.ofSeconds(3));
        prometheusKnows(agent, node);
        podsAreTheSumsOfTheirContainers(agent, node);
        assertThat(
                agent
                    .scrape()
                    .has(
                        "kepler_owner_joules_total",
                        pair("owner_kind", "Deployment"),
                        pair("pod_label_pod_template_hash", "5d4f8")))
            .isTrue();
        otlpKnows(receiver, node);
        System.out.printf(
            "60 pods, %d containers: %.0f calls; audited: %d%n",
            count(node),
            agent.scrape().sum("kepler_agent_kubernetes_calls_total"),
            plane.requests(AgentAccount.USER).size());
        assertThat(agent.scrape().sum("kepler_agent_kubernetes_calls_total"))
            .isLessThanOrEqualTo(4);
        compareMemory(account, agent, environment(receiver));
      }
    }
  }

  private static int count(TestNode node) {
    return node.pods().stream().mapToInt(pod -> pod.containers().size()).sum();
  }

  private static Map<String, String> environment(Receiver receiver) {
    return Map.of(
        "KEPLER_KUBE_OWNER_LABELS",
        "pod-template-hash",
        "JAVA_TOOL_OPTIONS",
        SMALL,
        "OTEL_EXPORTER_OTLP_ENDPOINT",
        "http://127.0.0.1:" + receiver.port(),
        "OTEL_EXPORTER_OTLP_PROTOCOL",
        "http/protobuf",
        "OTEL_METRIC_EXPORT_INTERVAL",
        "2000");
  }

  /** For the record: another agent that looks at the same containers, and asks nobody. */
  private static void compareMemory(
      AgentAccount account, AgentProcess agent, Map<String, String> environment) {
    try (AgentProcess without = account.start(environment, "--kube.enabled=false")) {
      for (int second = 0; second < 25; second++) {
        without.scrape();
        Pause.of(Duration.ofSeconds(1));
      }
      System.out.printf(
          "resident: %.0f MB with the names of pods, %.0f MB without%n",
          agent.scrape().sum(RSS) / 1e6, without.scrape().sum(RSS) / 1e6);
    }
  }

  /** The pods are known, but none of their containers' ids. */
  private static void nothingIsShownUnderAWrongName(AgentProcess agent, TestNode node) {
    Pause.until(
        Duration.ofSeconds(10),
        "containers are held",
        () -> agent.scrape().sum(HELD) >= count(node));
    Scrape scrape = agent.scrape();
    for (TestPod pod : node.pods()) {
      pod.containers()
          .values()
          .forEach(
              cgroup ->
                  assertThat(
                          scrape.has(
                              "kepler_container_joules_total",
                              pair("container_id", cgroup.containerId())))
                      .isFalse());
    }
  }

  private static void prometheusKnows(AgentProcess agent, TestNode node) {
    Scrape scrape = agent.scrape();
    for (TestPod pod : node.pods()) {
      pod.containers()
          .forEach(
              (name, cgroup) ->
                  assertThat(
                          scrape.sum(
                              "kepler_container_joules_total",
                              pair("container_id", cgroup.containerId()),
                              pair("container_name", name.replaceFirst("-1$", "")),
                              pair("pod_name", pod.name()),
                              pair("container_namespace", pod.namespace()),
                              pair("mode", "dynamic")))
                      .as("%s %s", pod.name(), name)
                      .isPositive());
      assertThat(
              scrape.sum(
                  "kepler_pod_joules_total",
                  pair("pod_id", pod.uid()),
                  pair("pod_name", pod.name()),
                  pair("pod_namespace", pod.namespace()),
                  pair("owner_kind", pod.kind().ownerKind()),
                  pair("owner_name", pod.kind().ownerName(pod.base()))))
          .as(pod.name())
          .isPositive();
    }
  }

  private static void podsAreTheSumsOfTheirContainers(AgentProcess agent, TestNode node) {
    Scrape scrape = agent.scrape();
    for (String mode : List.of("idle", "dynamic")) {
      for (TestPod pod : node.pods()) {
        long containersUj =
            pod.containers().values().stream()
                .mapToLong(
                    cgroup ->
                        uj(
                            scrape.sum(
                                "kepler_container_package_joules_total",
                                pair("container_id", cgroup.containerId()),
                                pair("mode", mode))))
                .sum();
        assertThat(
                uj(
                    scrape.sum(
                        "kepler_pod_package_joules_total",
                        pair("pod_id", pod.uid()),
                        pair("mode", mode))))
            .isEqualTo(containersUj);
      }
    }
  }

  private static void otlpKnows(Receiver receiver, TestNode node) throws Exception {
    TestPod last = node.pods().getLast();
    Received received = receiver.nextWith("kepler.pod.energy");
    while (received
        .of("kepler.container.energy", point -> is(point, "container.id", last, "app"))
        .isEmpty()) {
      received = receiver.nextWith("kepler.pod.energy");
    }
    for (TestPod pod : node.pods()) {
      for (String name : pod.containers().keySet()) {
        assertThat(
                received.of(
                    "kepler.container.energy", point -> is(point, "container.id", pod, name)))
            .isNotEmpty()
            .allSatisfy(
                point -> {
                  carries(point.resource(), pod);
                  assertThat(point.resource())
                      .containsEntry("k8s.container.name", name.replaceFirst("-1$", ""))
                      .containsEntry("service.name", "kepler-agent")
                      .containsEntry("kepler.application.namespace", pod.namespace());
                });
      }
      assertThat(
              received.of(
                  "kepler.pod.energy",
                  point -> pod.uid().equals(point.resource().get("k8s.pod.uid"))))
          .isNotEmpty()
          .allSatisfy(point -> carries(point.resource(), pod));
    }
  }

  private static void carries(Map<String, String> resource, TestPod pod) {
    assertThat(resource)
        .containsEntry("k8s.pod.name", pod.name())
        .containsEntry("k8s.pod.uid", pod.uid())
        .containsEntry("k8s.namespace.name", pod.namespace())
        .containsEntry("k8s.node.name", TestNode.NAME)
        .containsEntry("k8s.cluster.name", "e2e")
        .containsKey("k8s.node.uid");
    String owner = pod.kind().ownerKind().toLowerCase(Locale.ROOT);
    if (!owner.isEmpty()) {
      assertThat(resource)
          .containsEntry("k8s." + owner + ".name", pod.kind().ownerName(pod.base()));
    }
  }

  private static boolean is(Received.Point point, String key, TestPod pod, String container) {
    return Optional.ofNullable(pod.containers().get(container))
        .map(cgroup -> Objects.equals(cgroup.containerId(), point.resource().get(key)))
        .orElse(false);
  }

  static String pair(String label, String value) {
    return label + "=\"" + value + "\"";
  }

  static long uj(double joules) {
    return Math.round(joules * 1e6);
  }
}
