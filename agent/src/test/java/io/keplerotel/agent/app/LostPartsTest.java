// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.testing.AgentProcess;
import io.keplerotel.agent.testing.PowercapFixture;
import io.keplerotel.agent.testing.Requirement;
import io.keplerotel.agent.testing.Scrape;
import io.keplerotel.agent.testing.Shell;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The agent where rights, libraries or parts of the host are missing, or lie. */
class LostPartsTest {
  private static final int CANNOT_RUN = 1;

  @TempDir Path directory = Path.of("");
  private AgentProcess agent = AgentProcess.none();

  @AfterEach
  void stop() {
    agent.close();
  }

  @Test
  void withoutCapabilitiesItFallsBackAndSaysWhatTheyAreFor() {
    asRoot();
    agent =
        AgentProcess.launch(
            List.of(
                "setpriv",
                "--bounding-set=-bpf,-perfmon,-sys_admin",
                "--inh-caps=-bpf,-perfmon,-sys_admin"),
            Map.of());
    agent.awaitReady();
    agent.awaitStartLog();
    String reason =
        "the kernel refused the BPF programs: Operation not permitted; give CAP_BPF and CAP_PERFMON"
            + " (or root), a seccomp profile that allows bpf, and Linux 5.11 or later with BTF";
    assertThat(agent.log())
        .contains("CPU time: cgroup", "bpf is not available: " + reason, "libbpf: ");
    assertThat(
            agent
                .scrape()
                .has(
                    "kepler_agent_source_available", "source=\"bpf\"", "reason=\"" + reason + "\""))
        .isTrue();
    assertThat(agent.scrape().sum("kepler_agent_source_available", "source=\"bpf\"")).isZero();
    awaitEnergy();
  }

  @Test
  void withoutRootItFallsBack() {
    asRoot();
    // The class path may lie where only root may look.
    Path readable = Path.of("/tmp/kepler-agent-test-" + ProcessHandle.current().pid());
    Shell.run(
        "mkdir -m 755 %1$s && cp -rL $(echo '%2$s' | tr ':' ' ' | xargs -n1 ls -d) %1$s/ && chmod -R a+rX %1$s"
            .formatted(readable, System.getProperty("java.class.path")));
    agent =
        AgentProcess.launch(
            List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"),
            Map.of(
                "HOME", "/tmp", AgentProcess.CLASS_PATH, readable + "/classes:" + readable + "/*"));
    agent.awaitReady();
    agent.awaitStartLog();
    assertThat(agent.log()).contains("CPU time: cgroup", "or root");
    Shell.run("rm -rf " + readable);
  }

  @Test
  void withoutBtfItFallsBack() {
    asRoot();
    agent = AgentProcess.launch(hiding("/sys/kernel/btf"), Map.of());
    agent.awaitReady();
    agent.awaitStartLog();
    assertThat(agent.log()).contains("CPU time: cgroup", "BTF");
  }

  @Test
  void withoutLibbpfItFallsBack() {
    asRoot();
    String library = Shell.run("ldconfig -p | sed -n 's/.*libbpf.so.1 .*=> //p'").strip();
    agent =
        AgentProcess.launch(
            List.of(
                "unshare",
                "-m",
                "sh",
                "-c",
                "mount --bind /dev/null $(readlink -f " + library + ") && exec \"$@\"",
                "sh"),
            Map.of());
    agent.awaitReady();
    agent.awaitStartLog();
    assertThat(agent.log()).contains("CPU time: cgroup", "apt-get install libbpf1");
  }

  /** Issue, D6: health, state and log say the same. */
  @ParameterizedTest
  @ValueSource(strings = {"bpf", "cgroup"})
  void outsideTheHostsPidNamespaceLogHealthAndStateSayThatTheFiguresAreWrong(String source) {
    asRoot();
    agent =
        AgentProcess.launch(
            List.of("unshare", "--pid", "--fork", "--kill-child", "--mount-proc"),
            Map.of(),
            "--cpu.source=" + source);
    agent.awaitLog("metrics: http");
    agent.awaitLog(source + ": the agent is not in the host's PID namespace");
    awaitPage("/readyz", source + ": not available: the agent is not in the host's PID namespace");
    assertThat(agent.page("/readyz")).contains("hostPID: true", "CPU time is not read");
    assertThat(agent.status("/readyz")).isEqualTo(503);
    assertThat(agent.status("/healthz")).as("a restart would not mend it").isEqualTo(200);
    Scrape scrape = agent.scrape();
    assertThat(scrape.has("kepler_agent_source_available", "source=\"" + source + "\"")).isTrue();
    assertThat(scrape.sum("kepler_agent_source_available", "source=\"" + source + "\"")).isZero();
    assertThat(scrape.sum("kepler_agent_faults_total", "source=\"" + source + "\"")).isEqualTo(1);
  }

  /** The host's procfs shows the host's processes from anywhere. */
  @Test
  void theFallBackWithTheHostsProcfsNeedsNoPidNamespace() {
    asRoot();
    agent =
        AgentProcess.launch(
            List.of("unshare", "--pid", "--fork", "--kill-child"), Map.of(), "--cpu.source=cgroup");
    agent.awaitReady();
    agent.awaitStartLog();
    assertThat(agent.log()).doesNotContain("PID namespace");
  }

  /** Issue, B6. */
  @Test
  void aSysfsWithoutCgroupsIsAFaultThatLogHealthAndMetricName() throws Exception {
    Path sysfs = Files.createDirectories(directory.resolve("sys"));
    Files.createDirectories(sysfs.resolve("fs/cgroup"));
    agent = AgentProcess.start("--host.sysfs=" + sysfs);
    String fault = "host.sysfs is " + sysfs + ", but there are no cgroups in " + sysfs;
    agent.awaitLog("cgroups: " + fault);
    awaitPage("/readyz", "cgroups: not available: " + fault);
    assertThat(agent.page("/readyz")).contains("HostToContainer");
    Scrape scrape = agent.scrape();
    assertThat(scrape.has("kepler_agent_source_available", "source=\"cgroups\"")).isTrue();
    assertThat(scrape.sum("kepler_agent_source_available", "source=\"cgroups\"")).isZero();
    assertThat(scrape.sum("kepler_agent_faults_total", "source=\"cgroups\"")).isPositive();
  }

  private void awaitPage(String path, String text) {
    for (int i = 0; !agent.page(path).contains(text); i++) {
      assertThat(i).as(() -> agent.page(path)).isLessThan(100);
      Shell.run("sleep 0.1");
    }
  }

  @Test
  void aCounterThatLeapsIsCountedAndSaid() throws Exception {
    Path sysfs = Files.createDirectories(directory.resolve("sys"));
    PowercapFixture rapl =
        new PowercapFixture(sysfs).zone("intel-rapl:0", "package-0", 5, 900_000_000_000_000L);
    agent =
        AgentProcess.launch(
            List.of(),
            Map.of(),
            "--host.sysfs=" + sysfs,
            "--interval=200ms",
            "--power.sources=rapl");
    agent.awaitLog("metrics: http");
    rapl.use("intel-rapl:0", 7);
    agent.awaitLog("power: rapl: package-0");
    rapl.use("intel-rapl:0", 800_000_000_000_000L);
    agent.awaitLog("the energy counter of package-0 went back or leapt");
    assertThat(agent.scrape().sum("kepler_agent_counter_resets_total", "zone=\"package-0\""))
        .isEqualTo(1);
    assertThat(agent.scrape().sum("kepler_node_package_joules_total")).isZero();
  }

  @Test
  void raplThatNeverMovesIsNamedAndTheAgentEstimates() throws Exception {
    Path sysfs = Files.createDirectories(directory.resolve("sys"));
    new PowercapFixture(sysfs)
        .zone("intel-rapl:0", "package-0", 5, 262_143_328_850L)
        .zone("intel-rapl:1", "psys", 5, 262_143_328_850L);
    agent = AgentProcess.start("--host.sysfs=" + sysfs, "--idle.power=package=5");
    agent.awaitLog("rapl: the energy counter of package-0 never moves though the CPUs are busy");
    agent.awaitLog("power: estimated: package-0, package-0/core, ");
    agent.awaitLog("idle.power names package, which is no zone of this machine");
    Scrape scrape = agent.scrape();
    assertThat(scrape.has("kepler_node_package_joules_total", "source=\"rapl-sysfs\"")).isFalse();
    assertThat(scrape.has("kepler_node_package_joules_total", "source=\"trained_power_model\""))
        .isTrue();
    assertThat(scrape.has("kepler_node_info", "components_power_source=\"trained_power_model\""))
        .isTrue();
  }

  @Test
  void bpfThatWasAskedForAndRefusedIsFatal() {
    asRoot();
    agent = AgentProcess.launch(hiding("/sys/kernel/btf"), Map.of(), "--cpu.source=bpf");
    assertThat(agent.awaitExit()).isEqualTo(CANNOT_RUN);
    assertThat(agent.log()).contains("kepler-agent: cpu.source is bpf, but");
  }

  private static List<String> hiding(String path) {
    return List.of(
        "unshare", "-m", "sh", "-c", "mount -t tmpfs none " + path + " && exec \"$@\"", "sh");
  }

  private void awaitEnergy() {
    for (int i = 0; agent.scrape().sum("kepler_container_joules_total") == 0; i++) {
      assertThat(i).as("tries").isLessThan(100);
      Shell.run("sleep 0.1");
    }
  }

  private static void asRoot() {
    Requirement.BPF.unless(
        Shell.run("id -u").strip().equals("0"), "only root can take things away from the agent");
  }
}
