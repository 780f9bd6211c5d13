// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.e2e;

import static io.keplerotel.agent.e2e.ApiServerLossTest.calls;
import static io.keplerotel.agent.e2e.ApiServerLossTest.lost;
import static io.keplerotel.agent.e2e.ApiServerLossTest.report;
import static io.keplerotel.agent.e2e.ApiServerLossTest.within;
import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.e2e.ApiProxy.Rule;
import io.keplerotel.agent.testing.AgentProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real API server behind a proxy that answers otherwise, late, or without an end. */
@Tag("e2e")
class ApiServerAnswersTest {
  private static final Duration OUTAGE = Duration.ofSeconds(12);
  private static final Duration RECOVERY = Duration.ofSeconds(10);

  /** A quarter of what a minute may cost, at twice the rate, since tries begin close together. */
  private static final int CALLS_PER_OUTAGE = 15;

  private static final Duration LATE = Duration.ofSeconds(3);
  private static final Duration TOO_LATE = Duration.ofSeconds(30);
  private static final int RETRY_AFTER_S = 6;

  @TempDir Path folder = Path.of("");

  private ControlPlane plane;
  private TestNode node;
  private ApiProxy proxy;
  private AgentProcess agent = AgentProcess.none();
  private EnergyWatch energy;

  @BeforeEach
  void start() {
    plane = ControlPlane.start();
    AgentAccount account = new AgentAccount(plane, folder);
    AgentAccount.namespace(plane, "shop");
    node = new TestNode(plane);
    proxy = new ApiProxy(plane);
    agent =
        account.start(
            Map.of(
                "OTEL_METRICS_EXPORTER",
                "none",
                "KUBERNETES_SERVICE_PORT",
                Integer.toString(proxy.port())));
    TestPod first = report(node);
    within(RECOVERY, "first pod", agent, first);
    energy = new EnergyWatch(agent, first);
  }

  @AfterEach
  void stop() {
    energy.close();
    agent.close();
    node.close();
    proxy.close();
    plane.close();
  }

  @Test
  void eachAnswerThatIsNoneHasItsReasonAndCostsFewCalls() {
    refused("410 Gone", new Rule.Refuse(410, "", "GET"), CALLS_PER_OUTAGE);
    refused("410 Gone", new Rule.Refuse(410, "", "watch=true"), CALLS_PER_OUTAGE);
    refused("429 Too Many", new Rule.Refuse(429, "", "GET"), CALLS_PER_OUTAGE);
    refused("500", new Rule.Refuse(500, "", "GET"), CALLS_PER_OUTAGE);
    refused("no ", new Rule.Late(TOO_LATE), CALLS_PER_OUTAGE);

    proxy.set(new Rule.Late(LATE));
    within(RECOVERY, "late answers", agent, report(node));
    energy.sawNoGapIn(30);
  }

  @Test
  void retryAfterIsHonoured() {
    String header = "Retry-After: " + RETRY_AFTER_S + "\r\n";
    int atMost = (int) OUTAGE.toSeconds() / RETRY_AFTER_S + 1;
    proxy.set(new Rule.Refuse(429, header, "GET"));
    lost(agent, "429 Too Many");
    double before = calls(agent);
    Pause.of(OUTAGE);
    System.out.printf(
        "429 with Retry-After %d s: %.0f calls in %d s%n",
        RETRY_AFTER_S, calls(agent) - before, OUTAGE.toSeconds());
    assertThat(calls(agent) - before).isLessThanOrEqualTo(atMost);
    proxy.set(new Rule.Forward());
    within(RECOVERY.plusSeconds(RETRY_AFTER_S), "it may be asked again", agent, report(node));
    energy.sawNoGapIn(5);
  }

  @Test
  void aConnectionThatDiesWithoutAWordIsFound() {
    // A ping must have been answered once.
    Pause.of(Duration.ofSeconds(2));
    proxy.silence();
    within(Duration.ofSeconds(35), "one connection dead", agent, report(node));
    Pause.of(Duration.ofSeconds(2));
    proxy.freeze();
    lost(Duration.ofSeconds(40), agent, "no ");
    proxy.thaw();
    within(RECOVERY, "the network is back", agent, report(node));
    energy.sawNoGapIn(10);
  }

  private void refused(String reason, Rule rule, int budget) {
    double before = calls(agent);
    proxy.set(rule);
    lost(Duration.ofSeconds(25), agent, reason);
    Pause.of(OUTAGE);
    System.out.printf("%s: %.0f calls%n", rule, calls(agent) - before);
    assertThat(calls(agent) - before).isLessThanOrEqualTo(budget);
    proxy.set(new Rule.Forward());
    within(RECOVERY, rule + " is over", agent, report(node));
  }
}
