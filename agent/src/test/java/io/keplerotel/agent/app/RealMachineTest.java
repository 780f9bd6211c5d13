// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.keplerotel.agent.testing.AgentProcess;
import io.keplerotel.agent.testing.HiddenEnds;
import io.keplerotel.agent.testing.Load;
import io.keplerotel.agent.testing.PodmanContainer;
import io.keplerotel.agent.testing.PrometheusServer;
import io.keplerotel.agent.testing.RealCgroup;
import io.keplerotel.agent.testing.Requirement;
import io.keplerotel.agent.testing.Scrape;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The agent as a process, on this machine as it is: real BPF, real cgroups, a real Prometheus. */
class RealMachineTest {
  private static final String CPU_MS = "kepler_container_bpf_cpu_time_ms_total";
  private static final String SH = "command=\"sh\"";
  private static final int BUSY_SECONDS = 20;
  private static final int SHORT_LIVED = 500;

  @TempDir Path directory = Path.of("");

  private AgentProcess agent = AgentProcess.none();

  @BeforeEach
  void start() {
    agent = AgentProcess.start("--workloads.systemd-units=never");
    agent.awaitStartLog();
    Requirement.BPF.unless(
        agent.log().contains("CPU time: bpf"), "BPF was refused:\n" + agent.log());
  }

  @AfterEach
  void stop() {
    agent.close();
  }

  /**
   * Two cgroups share one hardware thread 2 : 1 for 20 s, while a third runs 500 short processes on
   * the other.
   */
  @Test
  void energyAndCpuTimeAreTrueToTheKernelAndToPrometheus() throws Exception {
    try (HiddenEnds hidden = HiddenEnds.watch();
        RealCgroup two = RealCgroup.docker(RealCgroup.newId());
        RealCgroup one = RealCgroup.docker(RealCgroup.newId());
        RealCgroup many = RealCgroup.docker(RealCgroup.newId());
        PrometheusServer prometheus = PrometheusServer.scraping(agent.port(), directory)) {
      // The load ends by the clock, so nothing that may be slow stands between its start and the
      // query.
      prometheus.await("up");
      two.start(Load.busyOnCpu(1, BUSY_SECONDS));
      two.start(Load.busyOnCpu(1, BUSY_SECONDS));
      Process last = one.start(Load.busyOnCpu(1, BUSY_SECONDS));
      Process forks = many.start("taskset -c 0 sh -c '" + Load.shortLived(SHORT_LIVED) + "'");
      TimeUnit.SECONDS.sleep(BUSY_SECONDS - 4);
      double ratio =
          prometheus.await(rate(two) + " / ignoring(container_id, container_name) " + rate(one));
      System.out.printf("rate of energy, two busy processes to one: %.3f%n", ratio);
      assertThat(ratio).isCloseTo(2, within(0.06));

      last.waitFor();
      forks.waitFor();
      TimeUnit.SECONDS.sleep(3);
      assertCountedWithin(0.005, two.containerId(), two.usageUs());
      assertCountedWithin(0.005, one.containerId(), one.usageUs());
      int unseen = hidden.pids().size();
      System.out.printf("hidden by the kernel: at most %d of %d%n", unseen, SHORT_LIVED);
      assertCountedWithin(0.01, unseen / (double) SHORT_LIVED, many.containerId(), many.usageUs());
    }
  }

  @Test
  void aPodmanContainerIsFoundAndCounted() throws Exception {
    try (PodmanContainer container = PodmanContainer.counting(3_000_000, directory)) {
      container.awaitIdle();
      TimeUnit.SECONDS.sleep(2);
      assertCountedWithin(0.01, container.id(), container.usageUs());
      assertThat(
              agent
                  .scrape()
                  .sum(
                      "kepler_container_joules_total",
                      id(container.id()),
                      "container_name=\"" + container.name() + "\""))
          .isPositive();
    }
  }

  /** Issue, B1: "which process spins my fan?", after a build of 110 processes. */
  @Test
  void aBurnerIsShownWithinTwoTicksAfterAStormOfForks() throws Exception {
    try (RealCgroup storm = RealCgroup.docker(RealCgroup.newId());
        RealCgroup fan = RealCgroup.docker(RealCgroup.newId())) {
      String burn = "timeout -s KILL 3 sh -c 'while :; do :; done'";
      storm.start("i=0; while [ $i -lt 110 ]; do " + burn + " & i=$((i+1)); done; wait").waitFor();
      fan.start(Load.busy(60));
      Scrape seen = agent.scrape();
      while (seen.sum(CPU_MS, id(fan.containerId())) < 100) {
        TimeUnit.MILLISECONDS.sleep(20);
        seen = agent.scrape();
      }
      Scrape shown = seen;
      while (!shown.has("kepler_process_bpf_cpu_time_ms_total", SH, id(fan.containerId()))) {
        assertThat(ticks(seen, shown)).isLessThan(30);
        TimeUnit.MILLISECONDS.sleep(20);
        shown = agent.scrape();
      }
      System.out.printf("shown %.0f ticks after it had used 0.1 s%n", ticks(seen, shown));
      assertThat(ticks(seen, shown)).isLessThanOrEqualTo(2);
    }
  }

  private static double ticks(Scrape from, Scrape to) {
    return to.sum("kepler_agent_ticks_total") - from.sum("kepler_agent_ticks_total");
  }

  private static String rate(RealCgroup cgroup) {
    return "rate(kepler_container_joules_total{container_id=\"%s\",mode=\"dynamic\"}[12s])"
        .formatted(cgroup.containerId());
  }

  private void assertCountedWithin(double part, String containerId, long truthUs) {
    assertCountedWithin(part, 0, containerId, truthUs);
  }

  /** As that, where this part more may be missing. */
  private void assertCountedWithin(double part, double hidden, String containerId, long truthUs) {
    double countedMs = agent.scrape().sum(CPU_MS, id(containerId));
    double truthMs = truthUs / 1000.0;
    System.out.printf(
        "counted %.1f ms, the kernel %.1f ms: %+.3f %%%n",
        countedMs, truthMs, (countedMs / truthMs - 1) * 100);
    assertThat(countedMs / truthMs).isBetween(1 - part - hidden, 1 + part);
  }

  private static String id(String containerId) {
    return "container_id=\"" + containerId + "\"";
  }
}
