// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.e2e;

import static io.keplerotel.agent.e2e.PodEnergyTest.pair;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.keplerotel.agent.export.otlp.Received;
import io.keplerotel.agent.export.otlp.Receiver;
import io.keplerotel.agent.testing.Scrape;
import io.keplerotel.agent.testing.Shell;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The chart on a real node: kubelet, containerd, runc, our image, with the permissions of the
 * chart. Its pod measures two others that use CPU time at 2:1, and knows their names.
 */
@Tag("e2e")
class NodeTest {
  private static final String LOADS = "k8s/e2e/loads.yaml";
  private static final String HUNDRED = "k8s/e2e/hundred.yaml";
  private static final String TOP =
      "exec -n kepler-system daemonset/kepler -- env COLUMNS=160 kepler-agent top --count=1";
  private static final String DAEMON_SET =
      "get daemonset kepler -n kepler-system -o jsonpath={.status.desiredNumberScheduled}_{.status.currentNumberScheduled}_{.status.numberReady}_{.metadata.generation}";
  private static final String ONE = "load-1";
  private static final String TWO = "load-2";

  /** Finds the agent's process, seen from here. */
  private static final String AGENT = "pgrep -of 'java .*/opt/kepler/lib/kepler-agent.jar'";

  @SuppressWarnings("NullAway.Init")
  private static NodeCluster cluster;

  @BeforeAll
  static void start() {
    cluster = NodeCluster.start();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @AfterEach
  void remove() {
    cluster.uninstall();
    cluster.kubectl("delete --ignore-not-found -f " + LOADS + " -f " + HUNDRED);
    cluster.kubectl("wait --for=delete pod --all --timeout=60s");
  }

  @ParameterizedTest
  @ValueSource(strings = {"apiserver", "kubelet"})
  void chartsPodMeasuresTwoPodsAtTwoToOneAndNamesThem(String mode) throws Exception {
    try (Receiver receiver = Receiver.httpOn(new InetSocketAddress(NodeCluster.ADDRESS, 0))) {
      String log =
          cluster.install(
              "kube.mode=%s,kube.clusterName=e2e,otlp.interval=2s,otlp.protocol=http/protobuf,otlp.endpoint=http://%s:%d"
                  .formatted(mode, NodeCluster.ADDRESS, receiver.port()));
      assertThat(log).contains("CPU time: bpf", "on node-1");
      cluster.kubectl("apply -f " + LOADS);
      for (String app : List.of(ONE, TWO)) {
        cluster.kubectl("rollout status deployment/" + app + " --timeout=60s");
      }
      try (NodeCluster.Forward forward = cluster.forward()) {
        awaitRest();
        assertThat(forward.page("/readyz")).contains("bpf: works", "kubernetes: works");
        Scrape scrape = Scrape.parse(forward.page("/metrics"));
        twoToOne(mode, scrape);
        named(scrape, ONE);
        named(scrape, TWO);
        pushed(receiver, ONE);
        pushed(receiver, TWO);
      }
      assertThat(cluster.kubectl(TOP)).contains("CONTAINERS", cluster.podName(TWO) + "/load");
    }
  }

  /** Its pod is no agent: neither DaemonSet nor Service takes it for one. */
  @Test
  void theChartsOwnTestSucceeds() {
    cluster.install("kube.clusterName=e2e");
    String before = cluster.kubectl(DAEMON_SET);
    assertThat(cluster.helmTest()).contains("Phase:          Succeeded");
    assertThat(cluster.kubectl(DAEMON_SET)).isEqualTo(before).startsWith("1_1_1_");
  }

  /**
   * The chart requests 128 MiB; the archives of classes are files, which the kernel can take back.
   */
  @Test
  void atAHundredContainersTheAgentNeedsLessThanTheChartRequests() {
    cluster.install("kube.clusterName=e2e");
    cluster.kubectl("apply -f " + HUNDRED);
    cluster.kubectl("rollout status deployment/hundred --timeout=180s");
    try (NodeCluster.Forward forward = cluster.forward()) {
      Pause.until(Duration.ofSeconds(30), "100 containers are named", () -> named(forward) == 100);
      for (int second = 0; second < 30; second++) {
        Scrape.parse(forward.page("/metrics"));
        Pause.of(Duration.ofSeconds(1));
      }
      long anonymousKib = statusKib("RssAnon");
      System.out.printf(
          "image: %.1f MB; agent with 100 containers: %.1f MB resident, of which anonymous %.1f MB%n",
          cluster.imageBytes() / 1e6, statusKib("VmRSS") * 1024 / 1e6, anonymousKib * 1024 / 1e6);
      assertThat(anonymousKib).isBetween(1024L, 90L * 1024);
      assertThat(Shell.run("cat /proc/$(%s)/maps".formatted(AGENT)))
          .contains("/kepler-agent.jsa", "/kepler-agent-cluster.jsa");
    }
  }

  private static long named(NodeCluster.Forward forward) {
    return Scrape.parse(forward.page("/metrics")).values().keySet().stream()
        .filter(series -> series.startsWith("kepler_container_joules_total{"))
        .filter(series -> series.contains(pair("mode", "idle")))
        .filter(series -> series.contains("pod_name=\"hundred-"))
        .count();
  }

  /** Of the agent in its container, seen from here. */
  private static long statusKib(String line) {
    return Long.parseLong(
        Shell.run(
                "sed -n 's/^%s:[^0-9]*\\([0-9]*\\) kB/\\1/p' /proc/$(%s)/status"
                    .formatted(line, AGENT))
            .strip());
  }

  private static void awaitRest() {
    String first = cluster.containerId(ONE);
    String second = cluster.containerId(TWO);
    Pause.until(Duration.ofMinutes(2), "the loads rest", () -> rests(first) && rests(second));
    Pause.of(Duration.ofSeconds(3));
  }

  /** Against 2, not against what the CPU times happen to be. */
  private static void twoToOne(String mode, Scrape scrape) {
    double cpu = (double) cpuNs(cluster.containerId(TWO)) / cpuNs(cluster.containerId(ONE));
    double energy = dynamic(scrape, TWO) / dynamic(scrape, ONE);
    System.out.printf("%s mode: CPU time %.4f : 1, energy %.4f : 1%n", mode, cpu, energy);
    assertThat(energy / 2).isCloseTo(1, within(0.03));
  }

  private static double dynamic(Scrape scrape, String app) {
    return scrape.sum(
        "kepler_container_package_joules_total",
        pair("container_id", cluster.containerId(app)),
        pair("mode", "dynamic"));
  }

  private static void named(Scrape scrape, String app) {
    assertThat(
            scrape.sum(
                "kepler_container_joules_total",
                pair("container_id", cluster.containerId(app)),
                pair("container_name", "load"),
                pair("pod_name", cluster.podName(app)),
                pair("container_namespace", "default")))
        .isPositive();
    assertThat(
            scrape.sum(
                "kepler_pod_joules_total",
                pair("pod_name", cluster.podName(app)),
                pair("owner_kind", "Deployment"),
                pair("owner_name", app)))
        .isPositive();
  }

  private static void pushed(Receiver receiver, String app) throws Exception {
    String id = cluster.containerId(app);
    List<Received.Point> points = List.of();
    while (points.isEmpty()) {
      points =
          receiver
              .next()
              .of(
                  "kepler.container.energy",
                  point -> id.equals(point.resource().get("container.id")));
    }
    assertThat(points)
        .allSatisfy(
            point ->
                assertThat(point.resource())
                    .containsEntry("k8s.cluster.name", "e2e")
                    .containsEntry("k8s.node.name", "node-1")
                    .containsEntry("k8s.namespace.name", "default")
                    .containsEntry("k8s.pod.name", cluster.podName(app))
                    .containsEntry("k8s.container.name", "load")
                    .containsEntry("k8s.deployment.name", app)
                    .containsEntry("container.image.name", "localhost/busybox")
                    .containsKey("k8s.replicaset.name"));
  }

  private static boolean rests(String container) {
    long beforeNs = cpuNs(container);
    Pause.of(Duration.ofMillis(500));
    return cpuNs(container) - beforeNs < 1_000_000;
  }

  /** What the kernel says, from cpuacct or a v2 cpu.stat. */
  private static long cpuNs(String container) {
    return Long.parseLong(
        Shell.run(
                """
                for d in $(find /sys/fs/cgroup -type d -name '*%s*'); do
                  cat $d/cpuacct.usage 2>/dev/null || sed -n 's/usage_usec \\(.*\\)/\\1000/p' $d/cpu.stat 2>/dev/null
                done | head -1
                """
                    .formatted(container))
            .strip());
  }
}
