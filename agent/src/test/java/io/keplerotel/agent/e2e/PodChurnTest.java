// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.testing.AgentProcess;
import io.keplerotel.agent.testing.Scrape;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** 1,000 pods that live for a moment, each with a real process. */
@Tag("e2e")
class PodChurnTest {
  private static final int PODS = 1_000;

  /**
   * They take longer than ended ones are shown (20 s), so that as many are shown as ever will be,
   * and what the SDK keeps for the next ones is as large as it gets.
   */
  private static final int WARM = 500;

  private static final long MOST_GROWTH_BYTES = 4 << 20;
  private static final String BURST = "i=0; while [ $i -lt 20000 ]; do i=$((i+1)); done";
  private static final String SOURCE = "source=\"kubernetes\"";
  private static final Pattern FILLER = Pattern.compile("[0-9]+ +([0-9]+) +\\S*Filler");
  private static final Pattern TOTAL = Pattern.compile("Total +[0-9]+ +([0-9]+)");

  private final SeriesTally pods = new SeriesTally("kepler_pod_package_joules_total", "pod_id");
  private final SeriesTally containers =
      new SeriesTally("kepler_container_package_joules_total", "container_id");

  /** Somebody may run some beside the test. */
  private final SeriesTally machines = new SeriesTally("kepler_vm_package_joules_total", "vm_id");

  private final ConcurrentLinkedQueue<TestPod> made = new ConcurrentLinkedQueue<>();
  private final Set<String> seen = new HashSet<>();

  @TempDir Path folder = Path.of("");

  @Test
  void noMicrojouleIsLostAndTheHeapStaysFlat() throws Exception {
    try (ControlPlane plane = ControlPlane.start()) {
      AgentAccount account = new AgentAccount(plane, folder);
      AgentAccount.namespace(plane, "churn");
      try (TestNode node = new TestNode(plane);
          AgentProcess agent =
              account.start(
                  Map.of("OTEL_METRICS_EXPORTER", "none"), "--terminated.retention=20s")) {
        // A pod that is gone before the first list is nobody's to know.
        Pause.until(
            Duration.ofSeconds(10),
            "the first list",
            () -> agent.scrape().sum("kepler_agent_source_available", SOURCE) == 1);
        churn(agent, node, WARM);
        long warmBytes = liveBytes(agent);
        churn(agent, node, PODS - WARM);
        settle(agent);
        long bytes = liveBytes(agent);
        Scrape last = agent.scrape();
        long nodeUj = PodEnergyTest.uj(last.sum("kepler_node_package_joules_total"));
        long unattributedUj =
            PodEnergyTest.uj(
                last.sum(
                    "kepler_node_unattributed_joules_total",
                    PodEnergyTest.pair("component", "package")));
        System.out.printf(
            "%d pods, %d shown by name; %.0f calls; live heap %,d → %,d bytes%n",
            made.size(),
            seen.size(),
            last.sum("kepler_agent_kubernetes_calls_total"),
            warmBytes,
            bytes);
        add(last);
        assertThat(containers.sumUj() + machines.sumUj() + unattributedUj)
            .as("energy of all there were; %d values fell", containers.falls())
            .isEqualTo(nodeUj);
        assertThat(made).hasSize(PODS);
        assertThat(made.stream().map(this::fault).filter(fault -> !fault.isEmpty())).isEmpty();
        assertThat(seen).hasSize(PODS);
        assertThat(pods.falls() + containers.falls()).isZero();
        assertThat(bytes - warmBytes).isLessThan(MOST_GROWTH_BYTES);
        assertThat(last.sum("kepler_agent_kubernetes_calls_total")).isLessThanOrEqualTo(4);
      }
    }
  }

  private void churn(AgentProcess agent, TestNode node, int count) throws Exception {
    ExecutorService runtime = Executors.newFixedThreadPool(3);
    List<Future<?>> lives = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int number = i;
      lives.add(runtime.submit(() -> live(node, "p" + count + "-" + number)));
    }
    runtime.shutdown();
    do {
      observe(agent);
    } while (!runtime.awaitTermination(1, TimeUnit.SECONDS));
    observe(agent);
    for (Future<?> life : lives) {
      life.get(); // Or what went wrong in it.
    }
  }

  private void live(TestNode node, String name) {
    TestPod pod = node.post(PodKind.DEPLOYMENT, "churn", name);
    made.add(pod);
    pod.run("app", BURST);
    // A kill may come before its first instruction, and no use is no energy.
    Pause.until(
        Duration.ofSeconds(30),
        name + " runs",
        () -> pod.containers().values().stream().allMatch(cgroup -> cgroup.usageUs() > 1_000));
    node.report(pod);
    node.delete(pod);
    pod.stop();
  }

  /** What is wrong with its energy, empty if nothing is. */
  private String fault(TestPod pod) {
    long podUj = pods.uj(pod.uid());
    long containerUj = containers.uj(pod.idOf("app"));
    return podUj == containerUj && podUj > 0
        ? ""
        : "%s: pod %,d µJ, container %,d µJ".formatted(pod.name(), podUj, containerUj);
  }

  private void observe(AgentProcess agent) {
    Scrape scrape = agent.scrape();
    add(scrape);
    for (TestPod pod : made) {
      if (scrape.has("kepler_pod_joules_total", PodEnergyTest.pair("pod_name", pod.name()))) {
        seen.add(pod.uid());
      }
    }
  }

  private void add(Scrape scrape) {
    pods.add(scrape);
    containers.add(scrape);
    machines.add(scrape);
  }

  /** Until the last pod is shown no more, and all that is waited for has come. */
  private void settle(AgentProcess agent) {
    Pause.until(
        Duration.ofSeconds(60),
        () -> "all pods are gone from the page; never seen: " + neverSeen(),
        () -> {
          observe(agent);
          Scrape scrape = agent.scrape();
          return neverSeen().isEmpty()
              && !scrape.has(
                  "kepler_pod_joules_total", PodEnergyTest.pair("pod_namespace", "churn"));
        });
  }

  private List<String> neverSeen() {
    return made.stream().filter(pod -> !seen.contains(pod.uid())).map(TestPod::name).toList();
  }

  private static long liveBytes(AgentProcess agent) {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    String histogram =
        Command.run(
                Path.of("/"),
                Map.of(),
                List.of(jcmd.toString(), Long.toString(agent.pid()), "GC.class_histogram"))
            .ok();
    Matcher total = TOTAL.matcher(histogram);
    if (!total.find()) {
      throw new IllegalStateException(histogram);
    }
    return Long.parseLong(total.group(1)) - fillerBytes(histogram);
  }

  /** Some collectors fill gaps with objects that nobody has made. */
  private static long fillerBytes(String histogram) {
    Matcher filler = FILLER.matcher(histogram);
    long bytes = 0;
    while (filler.find()) {
      bytes += Long.parseLong(filler.group(1));
    }
    return bytes;
  }
}
