// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.keplerotel.agent.testing.AgentProcess;
import io.keplerotel.agent.testing.Requirement;
import io.keplerotel.agent.testing.Scrape;
import io.keplerotel.agent.testing.Shell;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The chart on a real node: kubelet, containerd, runc, our image, with the permissions of the
 * chart.
 */
@Tag("e2e")
class NodeTest {
  private static final String IMAGE = "localhost/kepler-agent:dev";
  private static final String SCRIPT = "k8s/e2e/cluster";
  private static final String SELECTOR = " -n kepler-system -l app.kubernetes.io/name=kepler";
  private static final String INSTALL =
      "helm install kepler k8s/helm/kepler --namespace kepler-system"
          + " --values k8s/kepler-values.yaml --values k8s/e2e/node-values.yaml";

  @TempDir private static Path temporary;

  @SuppressWarnings("NullAway.Init")
  private static Path kubeconfig;

  @BeforeAll
  static void start() {
    for (String tool : List.of("kubelet", "kube-controller-manager", "kube-scheduler", "helm")) {
      E2eTools.path(tool);
    }
    Requirement.E2E.unless(
        Shell.run("containerd --version && ls /usr/lib/cni/bridge").contains("cni/bridge"),
        "apt-get install containerd containernetworking-plugins");
    Requirement.E2E.unless(
        Shell.run("podman image exists " + IMAGE + " && echo there").contains("there"),
        IMAGE + " is missing; run: make image");
    script("down").ok();
    kubeconfig = folder().resolve("admin.conf");
    long startNs = System.nanoTime();
    Command.Result result =
        Command.run(Chart.ROOT, Map.of(), List.of(SCRIPT, "up", folder().toString(), IMAGE));
    result.ok();
    print("node ready", startNs);
  }

  @AfterAll
  static void stop() {
    script("down").ok();
  }

  @Test
  void chartsPodMeasuresTwoPodsAtTwoToOne() {
    kubectl("create namespace kepler-system");
    long startNs = System.nanoTime();
    Chart.run(kubeconfig, INSTALL).ok();
    kubectl("rollout status daemonset/kepler -n kepler-system --timeout=60s");
    kubectl("wait --for=condition=Ready pod" + SELECTOR + " --timeout=60s");
    print("helm install to ready", startNs);
    assertThat(kubectl("logs" + SELECTOR)).contains("CPU time: bpf", "on node-1");

    kubectl("apply -f k8s/e2e/loads.yaml");
    kubectl("rollout status deployment/load-2 --timeout=60s");
    int port = AgentProcess.freePort();
    ServerProcess forward =
        ServerProcess.start(
            temporary.resolve("forward.log"),
            List.of(
                E2eTools.path("kubectl"),
                "--kubeconfig=" + kubeconfig,
                "port-forward",
                "-n",
                "kepler-system",
                "svc/kepler",
                port + ":9103"));
    try {
      Pause.until(Duration.ofSeconds(20), "port-forward", () -> forward.log().contains("9103"));
      String url = "http://127.0.0.1:" + port;
      String first = container("load-1");
      String second = container("load-2");
      Pause.until(Duration.ofMinutes(2), "the loads rest", () -> rests(first) && rests(second));
      Pause.of(Duration.ofSeconds(3));
      assertThat(Shell.run("curl -s " + url + "/readyz")).contains("bpf: works");
      Scrape scrape = Scrape.parse(Shell.run("curl -s " + url + "/metrics"));
      double cpu = (double) cpuNs(second) / cpuNs(first);
      double energy = joules(scrape, second) / joules(scrape, first);
      System.out.printf("CPU time %.4f : 1, energy %.4f : 1%n", cpu, energy);
      System.out.printf(
          "agent: %.1f MB resident%n", scrape.sum("kepler_agent_memory_rss_bytes") / 1e6);
      assertThat(energy / cpu).isCloseTo(1, within(0.03));
    } finally {
      forward.kill();
    }
    Chart.run(kubeconfig, "helm uninstall kepler -n kepler-system").ok();
    kubectl("delete -f k8s/e2e/loads.yaml");
    kubectl("wait --for=delete pod --all -A --timeout=60s");
  }

  private static double joules(Scrape scrape, String container) {
    return scrape.sum(
        "kepler_container_package_joules_total",
        "container_id=\"" + container + "\"",
        "mode=\"dynamic\"");
  }

  private static String container(String app) {
    String id =
        kubectl(
            "get pods -l app="
                + app
                + " -o jsonpath={.items[0].status.containerStatuses[0].containerID}");
    return id.substring(id.lastIndexOf('/') + 1);
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

  private static String kubectl(String line) {
    return Chart.run(kubeconfig, "kubectl " + line).ok();
  }

  private static Command.Result script(String command) {
    return Command.run(Chart.ROOT, Map.of(), List.of(SCRIPT, command, folder().toString()));
  }

  /** Not in the JUnit folder: the script's own clean-up removes mounts first. */
  private static Path folder() {
    return Path.of("/tmp/kepler-cluster");
  }

  private static void print(String what, long startNs) {
    System.out.printf("%s: %d ms%n", what, (System.nanoTime() - startNs) / 1_000_000);
  }
}
