// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.keplerotel.agent.linux.fs.CgroupTree;
import io.keplerotel.agent.linux.fs.Fixture;
import io.keplerotel.agent.linux.fs.HostFiles;
import io.keplerotel.agent.model.CgroupBirth.Hierarchy;
import io.keplerotel.agent.testing.AgentProcess;
import io.keplerotel.agent.testing.BpfSources;
import io.keplerotel.agent.testing.Load;
import io.keplerotel.agent.testing.PowercapFixture;
import io.keplerotel.agent.testing.RealCgroup;
import io.keplerotel.agent.testing.Shell;
import io.keplerotel.agent.testing.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as people run it, with real processes and, where this machine has them, cgroups. */
class ExecProcessTest {
  /** What the kernel counts of the cgroup that the shell sits in, by the shell itself. */
  private static final String TRUTH =
      "; cat $(find /sys/fs/cgroup -type d -path \"*$(sed -n 's/^0:://p' /proc/self/cgroup)\" "
          + "-name 'kepler-exec-*')/cpu.stat > ";

  @TempDir private Path folder;

  @Test
  void shortChildrenAndOrphansAreCountedAsTheKernelCountsThem() throws Exception {
    requireCgroups();
    String orphan = "(setsid sh -c '" + busy(40_000) + "' &)";
    JsonNode run =
        run(List.of("--wait-all"), Load.shortLived(500) + "; " + orphan + "; sleep 0.3" + truth());

    assertThat(run.get("processes_left").asInt()).isZero();
    assertWithinOnePercent(run);
    assertThat(run.get("joules").asDouble()).isPositive();
  }

  @Test
  @Tag("slow")
  void aCommandThatIsBusyForFiveSecondsIsCountedAsTheKernelCountsIt() throws Exception {
    requireCgroups();
    JsonNode run = run(List.of(), "timeout 6 sh -c 'while :; do :; done'" + truth());

    assertThat(run.get("cpu_seconds").asDouble()).isGreaterThan(1);
    assertWithinOnePercent(run);
  }

  @Test
  void aDaemonThatIsLeftBehindGoesOnElsewhere() throws Exception {
    requireCgroups();
    Path daemon = folder.resolve("pid");
    JsonNode run =
        run(
            List.of(),
            "(setsid sh -c 'echo $$ > %s; exec sleep 60' &); sleep 0.2".formatted(daemon));
    String pid = Files.readString(daemon).strip();
    try {
      assertThat(run.get("processes_left").asInt()).isEqualTo(1);
      assertThat(Files.readString(Path.of("/proc", pid, "cgroup"))).doesNotContain("kepler-exec");
      assertThat(result().get("notes").toString()).contains("still run: 1").contains("--wait-all");
      assertThat(result().get("method").asText()).isEqualTo("cgroup");
    } finally {
      Shell.run("kill " + pid);
    }
  }

  @Test
  void whereNoCgroupCanBeMadeTheTreeIsFollowedAndOrphansAreNotLost() throws Exception {
    HostFiles files = HostFiles.own();
    try (RealCgroup truth =
        RealCgroup.make(
            CgroupTree.find(files), Hierarchy.UNIFIED, "/exec-" + ProcessHandle.current().pid())) {
      String inside = "echo $$ > " + truth.directory() + "/cgroup.procs; ";
      String orphan = "(setsid sh -c '" + busy(150_000) + "' &); ";
      JsonNode run =
          run(
              List.of("--wait-all", "--host.sysfs=" + machine()),
              inside + orphan + Load.shortLived(100) + "; " + busy(300_000));

      assertThat(result().get("method").asText()).isEqualTo("process_tree");
      assertThat(result().get("notes").toString()).contains("no cgroup of its own");
      double truthS = truth.usageUs() / 1e6;
      System.out.printf("followed %s s, cpu.stat %s s%n", run.get("cpu_seconds").asText(), truthS);
      // The kernel shows hundredths of a second, and what was used before the shell moved in
      // counts.
      assertThat(run.get("cpu_seconds").asDouble()).isCloseTo(truthS, within(0.05));
    }
  }

  @Test
  void repeatedRunsHaveASpreadAndAllZonesAddUp() throws Exception {
    PowercapFixture powercap =
        new PowercapFixture(folder.resolve("sys"))
            .zone("intel-rapl:0", "package-0", 1_000_000, 262_143_328_850L)
            .zone("intel-rapl:0/intel-rapl:0:0", "dram", 500_000, 262_143_328_850L);
    Path sysfs = machine();
    try (AgentProcess process =
        launch(List.of("--repeat=3", "--settle=0s", "--host.sysfs=" + sysfs), busy(30_000))) {
      while (process.isAlive()) {
        Thread.sleep(10);
        powercap.use("intel-rapl:0", 300_000);
        powercap.use("intel-rapl:0/intel-rapl:0:0", 200_000);
      }
      assertThat(process.awaitExit()).as(process.log()).isZero();
    }
    JsonNode result = result();
    assertThat(result.get("estimated").asBoolean()).isFalse();
    assertThat(result.get("runs")).hasSize(3);
    long sumUj = 0;
    for (JsonNode run : result.get("runs")) {
      JsonNode zone = run.get("zones").get(0);
      JsonNode dram = run.get("zones").get(1);
      assertThat(zone.get("zone").asText()).isEqualTo("package-0");
      assertThat(zone.get("source").asText()).isEqualTo("rapl-sysfs");
      assertThat(zone.get("provenance").asText()).isEqualTo("measured");
      assertThat(dram.get("zone").asText()).isEqualTo("package-0/dram");
      assertThat(uj(run.get("joules"))).isEqualTo(uj(zone.get("joules")) + uj(dram.get("joules")));
      long zoneUj =
          uj(zone.get("joules")) + uj(zone.get("others_joules")) + uj(zone.get("idle_joules"));
      assertThat(zoneUj % 300_000).isZero();
      sumUj += zoneUj;
    }
    assertThat(sumUj).isPositive().isLessThanOrEqualTo(powercap.usedUj("intel-rapl:0"));
    JsonNode joules = result.get("spread").get("joules");
    assertThat(joules.get("min").asDouble()).isLessThanOrEqualTo(joules.get("median").asDouble());
    assertThat(joules.get("median").asDouble()).isLessThanOrEqualTo(joules.get("max").asDouble());
  }

  @Test
  void anEarlierResultIsComparedWithAndALimitHasAStatusOfItsOwn() throws Exception {
    run(List.of("--host.sysfs=" + machine()), busy(1000));
    Path old = Files.move(folder.resolve("out.json"), folder.resolve("old.json"));
    List<String> flags =
        List.of(
            "--against=" + old,
            "--max-cpu-seconds=0.01",
            "--idle.power=pkg=12.5",
            "--host.sysfs=" + machine());
    try (AgentProcess process = launch(flags, busy(100_000))) {
      assertThat(process.awaitExit()).as(process.log()).isEqualTo(122);
      assertThat(process.log())
          .contains("Against " + old)
          .contains("To tell it from noise takes four runs of each")
          .contains("s of CPU time, the limit is 0.01 s of CPU time")
          .contains("note: idle.power names pkg, which is no zone of this machine")
          .contains("note: estimated joules of a command depend on what else");
    }
    JsonNode result = result();
    assertThat(result.get("exit_status").asInt()).isZero();
    assertThat(result.get("against").get("limit_is_for").asText()).isEqualTo("cpu_seconds");
    JsonNode run = result.get("runs").get(0);
    assertThat(run.get("joules_low").asDouble()).isLessThan(run.get("joules").asDouble());
    assertThat(run.get("joules_high").asDouble()).isGreaterThan(run.get("joules").asDouble());
  }

  @Test
  void theFirstRunThatFailsIsTheLast() throws Exception {
    Path once = folder.resolve("once");
    String command = "test -e %1$s && exit 7; touch %1$s".formatted(once);
    try (AgentProcess process =
        launch(List.of("--repeat=5", "--price=0.31", "--grid=363"), command)) {
      assertThat(process.awaitExit()).as(process.log()).isEqualTo(7);
      assertThat(process.log())
          .contains("kepler-agent exec: sh -c test")
          .contains("(2 runs)")
          .contains("std. dev.")
          .contains("exit status 7")
          .contains("EUR")
          .contains("CO2e");
    }
    assertThat(result().get("exit_status").asInt()).isEqualTo(7);
    assertThat(result().get("runs")).hasSize(2);
  }

  @Test
  void aSignalReachesTheCommandAndTheResultIsStillSaid() throws Exception {
    Path ready = folder.resolve("ready");
    String command =
        "trap 'echo told; t=1' TERM; touch %s; until [ $t ]; do sleep 0.1; done; kill -USR1 $$"
            .formatted(ready);
    try (AgentProcess process = launch(List.of(), command)) {
      Waiting.until(() -> Files.exists(ready));
      Shell.run("kill -TERM " + process.pid());
      assertThat(process.awaitExit()).as(process.log()).isEqualTo(128 + 10);
      assertThat(process.log()).contains("told").contains("exit status 138");
    }
    assertThat(result().get("exit_status").asInt()).isEqualTo(138);
  }

  @Test
  void withoutEnergyNothingIsRun() throws Exception {
    Path trace = folder.resolve("trace");
    try (AgentProcess process =
        launch(List.of("--power.sources=rapl", "--host.sysfs=" + machine()), "touch " + trace)) {
      assertThat(process.awaitExit()).as(process.log()).isEqualTo(125);
      assertThat(process.log()).contains("the command was not run: rapl: ");
    }
    assertThat(trace).doesNotExist();
  }

  private static void requireCgroups() {
    BpfSources.start().close();
    RealCgroup.docker(RealCgroup.newId()).close();
  }

  private static String busy(int turns) {
    return "i=0; while [ $i -lt " + turns + " ]; do i=$((i+1)); done";
  }

  private String truth() {
    return TRUTH + folder.resolve("cpu.stat");
  }

  /** This machine without cgroups, and with the counters of the test. */
  private Path machine() throws IOException {
    new Fixture(folder)
        .link("sys/devices", Path.of("/sys/devices"))
        .link("sys/kernel", Path.of("/sys/kernel"));
    return folder.resolve("sys");
  }

  private JsonNode run(List<String> flags, String command) throws Exception {
    try (AgentProcess process = launch(flags, command)) {
      assertThat(process.awaitExit()).as(process.log()).isZero();
    }
    return result().get("runs").get(0);
  }

  private AgentProcess launch(List<String> flags, String command) {
    List<String> all = new ArrayList<>(List.of("exec", "--output=" + folder.resolve("out.json")));
    all.addAll(flags);
    all.addAll(List.of("--", "sh", "-c", command));
    return AgentProcess.launch(List.of(), Map.of(), all.toArray(String[]::new));
  }

  private JsonNode result() throws IOException {
    return new ObjectMapper().readTree(folder.resolve("out.json").toFile());
  }

  private void assertWithinOnePercent(JsonNode run) throws IOException {
    double truthS =
        Files.readAllLines(folder.resolve("cpu.stat")).stream()
            .filter(line -> line.startsWith("usage_usec "))
            .mapToDouble(line -> Long.parseLong(line.substring(11)) / 1e6)
            .findFirst()
            .orElseThrow();
    double countedS = run.get("cpu_seconds").asDouble();
    System.out.printf("counted %s s, cpu.stat %s s%n", countedS, truthS);
    assertThat(countedS / truthS).isCloseTo(1, within(0.01));
  }

  private static long uj(JsonNode joules) {
    return joules.decimalValue().movePointRight(6).longValueExact();
  }
}
