// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.attribution.AttributionSettings;
import io.keplerotel.agent.attribution.Ledger;
import io.keplerotel.agent.config.EstimateUse;
import io.keplerotel.agent.config.SystemdUnits;
import io.keplerotel.agent.linux.fs.CgroupTree;
import io.keplerotel.agent.linux.fs.HostFiles;
import io.keplerotel.agent.model.CgroupKey;
import io.keplerotel.agent.model.CpuReading;
import io.keplerotel.agent.model.IdlePolicy;
import io.keplerotel.agent.model.ProcessKey;
import io.keplerotel.agent.model.Snapshot;
import io.keplerotel.agent.model.TaskTime;
import io.keplerotel.agent.power.PowerChoice;
import io.keplerotel.agent.power.PowerOffer;
import io.keplerotel.agent.power.nvml.GpuBoard;
import io.keplerotel.agent.power.nvml.NvmlModule;
import io.keplerotel.agent.power.nvml.NvmlPlaces;
import io.keplerotel.agent.power.nvml.NvmlSource;
import io.keplerotel.agent.testing.FakeClock;
import io.keplerotel.agent.testing.FakeNvml;
import io.keplerotel.agent.testing.RecordingLogger;
import io.keplerotel.agent.testing.ScriptedCpu;
import io.keplerotel.agent.usage.gpu.GpuUsageModule;
import io.keplerotel.agent.workload.Births;
import io.keplerotel.agent.workload.PodSource;
import io.keplerotel.agent.workload.WorkloadDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a library that is really called to the energy of processes. */
class GpuByNvmlTest {
  private static final long IDLE_UW = 75_000_000;

  @TempDir Path root;
  private final FakeClock clock = new FakeClock();
  private final ScriptedCpu cpu = new ScriptedCpu();
  private FakeNvml nvml;
  private Sampler sampler;
  private long energyMj = 1_000_000;
  private int second;

  @BeforeEach
  void machine() throws IOException {
    Files.createDirectories(root.resolve("proc/driver/nvidia"));
    process(41);
    process(42);
    nvml = FakeNvml.in(root).card(0, energyMj).set("card.0.running", "41:1 42:1");
    sampler = sampler();
  }

  @Test
  void eachProcessHasItsPartAndTheSumIsTheCards() {
    tick(0, "41:1:60 42:1:20");
    for (int i = 0; i < 99; i++) {
      // The lighter one is seen at each seventh poll.
      String lighter = i % 7 == 6 ? " 42:%d:20".formatted(second) : "";
      tick(567_000, "41:%d:60%s".formatted(second, lighter));
    }
    Snapshot snapshot = sampler.latest();
    assertThat(snapshot.zones()).hasSize(1);
    long dynamicUj = snapshot.node().dynamicUj(0);
    assertThat(snapshot.node().idleUj(0) + dynamicUj).isEqualTo(99 * 567_000_000L);
    assertThat(dynamicUj).isEqualTo(99 * (567_000_000L - IDLE_UW));
    assertThat(snapshot.unattributed().dynamicUj(0)).isZero();
    // Processes are shown from the second tick on.
    long heavyUj = ofProcess(snapshot, 41);
    long lightUj = ofProcess(snapshot, 42);
    assertThat((double) heavyUj / lightUj).isBetween(2.99, 3.01);
    assertThat(snapshot.processes())
        .as("one process, whoever tells of it")
        .extracting(process -> process.process().startNs())
        .containsOnly(7_774_321_987L);
  }

  @Test
  void aCardThatIsLostForAWhileIsCountedFromItsCounterAndOtherTimeIsKept() {
    tick(0, "41:1:60 42:1:20");
    tick(500_000, "41:2:60");
    nvml.set("card.0.error", 15).set("error.nvmlInit_v2", 9);
    for (int i = 0; i < 8; i++) {
      tick(500_000, "");
    }
    nvml.unset("card.0.error").unset("error.nvmlInit_v2");
    for (int i = 0; i < 20; i++) {
      tick(500_000, "41:%d:60".formatted(second));
    }
    Snapshot snapshot = sampler.latest();
    assertThat(snapshot.node().idleUj(0) + snapshot.node().dynamicUj(0))
        .as("the counter went on")
        .isEqualTo(29 * 500_000_000L);
    assertThat(snapshot.unattributed().dynamicUj(0)).as("who ran in the gap").isPositive();
  }

  private void tick(long energyOfSecondMj, String samples) {
    second++;
    energyMj += energyOfSecondMj;
    nvml.set("card.0.energy", energyMj).set("card.0.samples", samples);
    clock.advance(Duration.ofSeconds(1));
    cpu.next(new CpuReading(List.of(task(41), task(42)), List.of(), List.of(), 0, 0, List.of()));
    sampler.tick();
  }

  private Sampler sampler() {
    HostFiles files = new HostFiles(root.resolve("proc"), root.resolve("sys"));
    CgroupTree tree = new CgroupTree(Optional.empty(), Optional.empty());
    GpuBoard board = new GpuBoard();
    WorkloadDirectory directory =
        new WorkloadDirectory(files, tree, SystemdUnits.NEVER, Births.DELIVERED, clock::nanoTime);
    directory.start();
    PowerOffer offer =
        new PowerOffer(
            NvmlModule.CARD,
            () -> new NvmlSource(new NvmlPlaces(files, Optional.of(nvml.library())), board));
    return new Sampler(
        new SampleSources(
            cpu,
            List.of(GpuUsageModule.nvidia(board, files, tree)),
            PowerChoice.of(List.of("auto"), EstimateUse.NEVER, Set.of(offer)).cover(),
            directory,
            PodSource.none()),
        new Ledger(
            new AttributionSettings(
                IdlePolicy.NONE, Map.of("gpu-00000000", IDLE_UW), 10, Duration.ofSeconds(60)),
            clock.now()),
        () -> 2,
        clock,
        new FaultLog(new RecordingLogger()));
  }

  private void process(int pid) throws IOException {
    Path process = Files.createDirectories(root.resolve("proc/" + pid));
    Files.writeString(process.resolve("cgroup"), "0::/\n");
    Files.writeString(
        process.resolve("stat"),
        "%d (p%d) S 1 1 1 0 -1 0 0 0 0 0 10 5 0 0 20 0 1 0 777 0 0\n".formatted(pid, pid));
  }

  /** BPF knows when a process began to the nanosecond. */
  private static TaskTime task(int pid) {
    return new TaskTime(
        new CgroupKey(0, 0),
        new ProcessKey(pid, 7_774_321_987L),
        "p" + pid,
        TaskTime.Kind.USER,
        1_000_000);
  }

  private static long ofProcess(Snapshot snapshot, int pid) {
    return snapshot.processes().stream()
        .filter(process -> process.process().pid() == pid)
        .mapToLong(process -> process.energies().dynamicUj(0))
        .sum();
  }
}
