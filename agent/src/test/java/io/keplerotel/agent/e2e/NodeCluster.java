// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.e2e;

import io.keplerotel.agent.testing.AgentProcess;
import io.keplerotel.agent.testing.Requirement;
import io.keplerotel.agent.testing.Shell;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A cluster of this one machine: kubelet, containerd, runc; {@code k8s/e2e/cluster} starts it. */
final class NodeCluster implements AutoCloseable {
  /** Where pods reach this machine. */
  static final String ADDRESS = "10.244.77.1";

  static final String IMAGE = "localhost/kepler-agent:dev";

  private static final String SCRIPT = "k8s/e2e/cluster";
  private static final String NAMESPACE = "kepler-system";
  private static final String SELECTOR = " -n kepler-system -l app.kubernetes.io/name=kepler";

  /** Not in a JUnit folder: the script's own clean-up removes mounts first. */
  private static final Path FOLDER = Path.of("/tmp/kepler-cluster");

  private NodeCluster() {}

  static NodeCluster start() {
    for (String tool : List.of("kubelet", "kube-controller-manager", "kube-scheduler", "helm")) {
      E2eTools.path(tool);
    }
    Requirement.E2E.unless(
        Shell.run("containerd --version && ls /usr/lib/cni/bridge").contains("cni/bridge"),
        "apt-get install containerd containernetworking-plugins");
    Requirement.E2E.unless(
        Shell.run("podman image exists " + IMAGE + " && echo there").contains("there"),
        IMAGE + " is missing; run: make image");
    script("down");
    long startNs = System.nanoTime();
    script("up", IMAGE);
    print("node ready", startNs);
    NodeCluster cluster = new NodeCluster();
    cluster.kubectl("create namespace " + NAMESPACE);
    return cluster;
  }

  /**
   * Installs the chart as the guide does.
   *
   * @param values such as {@code kube.mode=kubelet}
   * @return what the agent has logged until it was ready
   */
  String install(String values) {
    long startNs = System.nanoTime();
    helm(
        "install kepler k8s/helm/kepler --namespace kepler-system --values k8s/kepler-values.yaml"
            + " --values k8s/e2e/node-values.yaml --set "
            + values);
    kubectl("rollout status daemonset/kepler --timeout=60s -n " + NAMESPACE);
    kubectl("wait --for=condition=Ready pod --timeout=60s" + SELECTOR);
    print("helm install to ready", startNs);
    return kubectl("logs" + SELECTOR);
  }

  void uninstall() {
    helm("uninstall kepler --ignore-not-found --wait -n " + NAMESPACE);
    kubectl("wait --for=delete pod --timeout=60s" + SELECTOR);
  }

  /**
   * Runs the chart's own test, whose pod asks the Service. That has no address of its own without a
   * kube-proxy, so its name leads to the agent's pod.
   *
   * @return what helm says
   */
  String helmTest() {
    String pod = kubectl("get pod" + SELECTOR + " -o jsonpath={.items[0].status.podIP}").strip();
    script("name", "kepler." + NAMESPACE + ".svc.cluster.local", pod);
    return helm("test kepler --timeout 60s -n " + NAMESPACE);
  }

  String kubectl(String line) {
    return Chart.run(kubeconfig(), "kubectl " + line).ok();
  }

  /** Id of a container of a Deployment's only pod, which must be running. */
  String containerId(String app) {
    String status = ofPod(app, "{.items[*].status.containerStatuses[0].containerID}");
    if (!status.matches("containerd://[0-9a-f]{64}")) {
      throw new IllegalStateException("not one running container of " + app + ": '" + status + "'");
    }
    return status.substring(status.lastIndexOf('/') + 1);
  }

  String podName(String app) {
    return ofPod(app, "{.items[0].metadata.name}");
  }

  /** Unpacked. */
  long imageBytes() {
    return Long.parseLong(
        Shell.run("podman image inspect " + IMAGE + " --format '{{.Size}}'").strip());
  }

  /** Forwards a local port to the chart's Service. */
  Forward forward() {
    int port = AgentProcess.freePort();
    Path log = FOLDER.resolve("forward-" + port + ".log");
    ServerProcess process =
        ServerProcess.start(
            log,
            Stream.concat(
                    Stream.of(E2eTools.path("kubectl"), "--kubeconfig=" + kubeconfig()),
                    Stream.of("port-forward", "-n", NAMESPACE, "svc/kepler", port + ":9103"))
                .toList());
    Pause.until(Duration.ofSeconds(20), "port-forward", () -> process.log().contains("9103"));
    return new Forward(process, port);
  }

  @Override
  public void close() {
    script("down");
  }

  /** An open {@code kubectl port-forward}. */
  record Forward(ServerProcess process, int port) implements AutoCloseable {
    String page(String path) {
      return Shell.run("curl -s http://127.0.0.1:" + port + path);
    }

    @Override
    public void close() {
      process.kill();
    }
  }

  private String ofPod(String app, String jsonPath) {
    return kubectl("get pods -l app=" + app + " -o jsonpath=" + jsonPath);
  }

  private static String helm(String line) {
    return Chart.run(kubeconfig(), "helm " + line).ok();
  }

  private static Path kubeconfig() {
    return FOLDER.resolve("admin.conf");
  }

  private static void script(String command, String... words) {
    List<String> all =
        Stream.concat(Stream.of(SCRIPT, command, FOLDER.toString()), Stream.of(words)).toList();
    Command.run(Chart.ROOT, Map.of(), all).ok();
  }

  private static void print(String what, long startNs) {
    System.out.printf("%s: %d ms%n", what, (System.nanoTime() - startNs) / 1_000_000);
  }
}
