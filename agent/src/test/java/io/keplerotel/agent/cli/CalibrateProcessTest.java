// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.linux.fs.Fixture;
import io.keplerotel.agent.testing.AgentProcess;
import io.keplerotel.agent.testing.PowercapFixture;
import io.keplerotel.agent.testing.Shell;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The command as people start it, with its real load, on a machine of files: its counters advance
 * as the CPU time says that the process has really used.
 */
@Tag("slow")
class CalibrateProcessTest {
  private static final String PACKAGE = "intel-rapl:0";
  private static final long RANGE_UJ = 262_143_328_850L;
  private static final double IDLE_W = 20;
  private static final double DYNAMIC_W = 60;

  @TempDir private Path folder;

  private Fixture fixture;
  private PowercapFixture powercap;
  private Path output;

  @BeforeEach
  void machine() {
    fixture = new Fixture(folder);
    powercap =
        new PowercapFixture(folder.resolve("sys"))
            .zone(PACKAGE, "package-0", RANGE_UJ - 40_000_000, RANGE_UJ);
    fixture
        .file(
            "proc/cpuinfo",
            "processor\t: 0\nmodel name\t: Some CPU\nphysical id\t: 0\nflags\t: fpu")
        .file("proc/meminfo", "MemTotal:       16777216 kB");
    output = folder.resolve("out.json");
    stat(0, 0);
  }

  @Test
  void aMachineIsLearntAndTheFileIsUsedByAnAgent() throws Exception {
    try (AgentProcess process = launch("--warm-up=1s", "--step=1s", "--force")) {
      int status = advanceUntilTheEnd(process);
      assertThat(process.log()).contains("this takes 8 s; Ctrl-C ends it");
      assertThat(status).as(process.log()).isZero();
      assertThat(process.log())
          .contains("is it idle?")
          .contains("warming up at full load")
          .contains("package, W (o: measured)")
          .contains("cross-validated error")
          .contains("--power.estimated.model-file=")
          .contains("--set-file modelFile.inline=");
    }
    String json = Files.readString(output);
    assertThat(json).contains("\"format\" : \"kepler-calibration\"").contains("\"Some CPU\"");
    // Other work on this machine keeps its load from full: what lies beyond is then less certain.
    assertThat(figure(json, "watts", 0)).isBetween(IDLE_W * 0.85, IDLE_W * 1.2);
    assertThat(figure(json, "watts", 2)).isBetween(27.0, 37.0);
    assertThat(figure(json, "low", 10)).isLessThan(84);
    assertThat(figure(json, "high", 10)).isGreaterThan(76);
    try (var files = Files.list(folder)) {
      assertThat(files).noneMatch(each -> String.valueOf(each.getFileName()).startsWith(".kepler"));
    }
  }

  @Test
  void anInterruptEndsItAndNothingIsWritten() throws Exception {
    // Whoever is started in the background by a script ignores this signal, and so do its children.
    List<String> heeding = List.of("env", "--default-signal=INT");
    try (AgentProcess process = launch(heeding, output, "--warm-up=60s", "--force")) {
      AtomicBoolean over = new AtomicBoolean();
      Thread machine = Thread.ofPlatform().daemon().start(() -> advance(process, over::get));
      process.awaitLog("is it idle?");
      Shell.run("kill -INT " + process.pid());

      assertThat(process.awaitExit()).isEqualTo(130);
      over.set(true);
      machine.join();
    }
    assertThat(output).doesNotExist();
  }

  @Test
  void aBusyMachineIsRefused() throws Exception {
    try (AgentProcess process = launch("--step=1s")) {
      int status = advanceUntilTheEnd(process, () -> 0.6);

      assertThat(status).as(process.log()).isEqualTo(1);
      assertThat(process.log())
          .contains("kepler-agent calibrate: the machine is busy: ")
          .contains("of its CPUs in the last 1 s")
          .contains("or go on with --force");
    }
    assertThat(output).doesNotExist();
  }

  @Test
  void withoutACounterThereIsNothingToLearn() throws Exception {
    fixture.remove("sys/class/powercap");
    try (AgentProcess process = launch()) {
      assertThat(process.awaitExit()).isEqualTo(1);
      assertThat(process.log())
          .contains("kepler-agent calibrate: this machine has no energy counter (rapl: ");
    }
  }

  @Test
  void whatIsWrittenMustBeWritable() {
    try (AgentProcess process = launch(List.of(), folder.resolve("none/such.json"), "--step=1s")) {
      assertThat(process.awaitExit()).isEqualTo(1);
      assertThat(process.log()).contains("cannot write ").contains("give another --output");
    }
  }

  @Test
  void wrongDurationsAreWrongUsage() {
    try (AgentProcess process = launch("--step=10")) {
      assertThat(process.awaitExit()).isEqualTo(2);
      assertThat(process.log()).contains("--step: must be a duration from 1s to 300s");
    }
  }

  private AgentProcess launch(String... flags) {
    return launch(List.of(), output, flags);
  }

  private AgentProcess launch(List<String> wrapper, Path file, String... flags) {
    String[] all = new String[flags.length + 4];
    all[0] = "calibrate";
    all[1] = "--host.procfs=" + fixture.path("proc");
    all[2] = "--host.sysfs=" + fixture.path("sys");
    all[3] = "--output=" + file;
    System.arraycopy(flags, 0, all, 4, flags.length);
    return AgentProcess.launch(wrapper, Map.of(), all);
  }

  private int advanceUntilTheEnd(AgentProcess process) {
    return advanceUntilTheEnd(process, () -> 0);
  }

  private int advanceUntilTheEnd(AgentProcess process, DoubleSupplier background) {
    Machine machine = new Machine(process, background);
    while (process.isAlive()) {
      machine.advance();
    }
    return process.awaitExit();
  }

  private void advance(AgentProcess process, BooleanSupplier over) {
    Machine machine = new Machine(process, () -> 0);
    while (!over.getAsBoolean()) {
      machine.advance();
    }
  }

  private void stat(double busyS, double idleS) {
    fixture.file(
        "proc/stat",
        "cpu  %d 0 0 %d 0 0 0 0 0 0".formatted((long) (busyS * 100), (long) (idleS * 100)));
  }

  private static double figure(String json, String key, int point) {
    String begin = "\"" + key + "\" : [";
    String list = json.substring(json.indexOf(begin) + begin.length());
    return Double.parseDouble(list.substring(0, list.indexOf(']')).split(",", -1)[point].strip());
  }

  /** Advances the files, step by step. */
  private final class Machine {
    private final AgentProcess process;
    private final DoubleSupplier background;
    private long lastNs = System.nanoTime();
    private double lastCpuS;
    private double owedS;
    private double busyS;
    private double idleS;

    Machine(AgentProcess process, DoubleSupplier background) {
      this.process = process;
      this.background = background;
    }

    void advance() {
      try {
        Thread.sleep(5);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      long nowNs = System.nanoTime();
      double cpuS = process.cpuSeconds().orElse(lastCpuS);
      double passedS = (nowNs - lastNs) / 1e9;
      // The kernel counts in hundredths of a second: what does not fit into this step is the
      // next's.
      owedS += cpuS - lastCpuS + background.getAsDouble() * passedS;
      double usedS = Math.min(passedS, owedS);
      owedS -= usedS;
      lastNs = nowNs;
      lastCpuS = cpuS;
      busyS += usedS;
      idleS += passedS - usedS;
      powercap.use(PACKAGE, Math.round((IDLE_W * passedS + DYNAMIC_W * usedS) * 1e6));
      stat(busyS, idleS);
    }
  }
}
