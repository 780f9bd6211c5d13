// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.testing.AgentProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The API server goes away, says no, gets another certificate, or does not answer. */
@Tag("e2e")
class ApiServerLossTest {
  /** What may be asked: at the start, and in a minute without an answer. */
  private static final int CALLS_AT_START = 4;

  private static final int CALLS_PER_OUTAGE = 30;
  private static final Duration OUTAGE = Duration.ofSeconds(60);
  private static final Duration RECOVERY = Duration.ofSeconds(10);
  private static final String CALLS = "kepler_agent_kubernetes_calls_total";

  @TempDir Path folder = Path.of("");

  @Test
  void theAgentGoesOnCountingAndCatchesUp() throws Exception {
    try (ControlPlane plane = ControlPlane.start()) {
      AgentAccount account = new AgentAccount(plane, folder);
      AgentAccount.namespace(plane, "shop");
      try (TestNode node = new TestNode(plane);
          AgentProcess agent = account.start(Map.of("OTEL_METRICS_EXPORTER", "none"))) {
        TestPod first = report(node);
        within(RECOVERY, "first pod", agent, first);
        assertThat(calls(agent)).isLessThanOrEqualTo(CALLS_AT_START);
        EnergyWatch energy = new EnergyWatch(agent, first);

        double before = calls(agent);
        plane.kill();
        lost(agent, "");
        Pause.of(OUTAGE);
        System.out.printf("calls in an outage of 60 s: %.0f%n", calls(agent) - before);
        assertThat(calls(agent) - before).isLessThanOrEqualTo(CALLS_PER_OUTAGE);
        plane.restart();
        within(RECOVERY, "API server back", agent, report(node));

        account.replace();
        plane.restart();
        lost(agent, "401 Unauthorized");
        account.mountToken();
        within(RECOVERY, "token rotated", agent, report(node));

        account.revoke();
        plane.restart();
        lost(agent, "403 Forbidden");
        account.grant();
        within(RECOVERY, "RBAC restored", agent, report(node));

        plane.replaceAuthority();
        lost(agent, "");
        account.mountAuthority();
        within(RECOVERY, "CA rotated", agent, report(node));

        System.out.printf("calls in all: %.0f; lines logged:%n%s", calls(agent), agent.log());
        energy.sawNoGapIn(30);
        assertThat(agent.log().lines().filter(line -> line.contains("kubernetes")).count())
            .isLessThanOrEqualTo(10);
      }
    }
  }

  @Test
  void theAgentStartsWhileTheApiServerDoesNotAnswer() {
    try (ControlPlane plane = ControlPlane.start()) {
      AgentAccount account = new AgentAccount(plane, folder);
      AgentAccount.namespace(plane, "shop");
      try (TestNode node = new TestNode(plane)) {
        TestPod pod = report(node);
        plane.freeze();
        long startNs = System.nanoTime();
        try (AgentProcess agent =
            account.start(Map.of("OTEL_METRICS_EXPORTER", "none"), "--kube.hold=5s")) {
          System.out.printf("ready after %d ms%n", (System.nanoTime() - startNs) / 1_000_000);
          Pause.until(
              Duration.ofSeconds(15),
              "the container is shown by its id",
              () ->
                  agent
                      .scrape()
                      .has(
                          "kepler_container_joules_total",
                          PodEnergyTest.pair("container_id", pod.idOf("app")),
                          PodEnergyTest.pair("container_name", pod.idOf("app").substring(0, 12))));
          assertThat(agent.page("/readyz")).contains("kubernetes: not available");
          plane.thaw();
          within(RECOVERY, "thawed", agent, pod);
        }
      }
    }
  }

  static TestPod report(TestNode node) {
    TestPod pod = node.create(PodKind.DEPLOYMENT, "shop");
    node.report(pod);
    return pod;
  }

  /** The agent knows of the loss, and is ready all the same. */
  static void lost(AgentProcess agent, String reason) {
    lost(Duration.ofSeconds(15), agent, reason);
  }

  static void lost(Duration patience, AgentProcess agent, String reason) {
    String wanted = "kubernetes: not available: " + reason;
    Pause.until(
        patience,
        () -> wanted + " is not in:\n" + agent.page("/readyz") + agent.log(),
        () -> agent.page("/readyz").contains(wanted));
    assertThat(agent.status("/readyz")).isEqualTo(200);
    assertThat(agent.scrape().has("kepler_agent_source_available", "source=\"kubernetes\""))
        .isTrue();
    assertThat(agent.scrape().sum("kepler_agent_source_available", "source=\"kubernetes\""))
        .isZero();
  }

  static void within(Duration patience, String event, AgentProcess agent, TestPod pod) {
    long startNs = System.nanoTime();
    Pause.until(
        patience,
        () -> event + ": " + pod.name() + " is not known:\n" + agent.log(),
        () ->
            agent
                .scrape()
                .has(
                    "kepler_container_joules_total",
                    PodEnergyTest.pair("container_id", pod.idOf("app")),
                    PodEnergyTest.pair("pod_name", pod.name())));
    System.out.printf("%s: known after %.1f s%n", event, (System.nanoTime() - startNs) / 1e9);
  }

  static double calls(AgentProcess agent) {
    return agent.scrape().sum(CALLS);
  }
}
