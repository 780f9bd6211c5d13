// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.usage.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.linux.fs.CgroupTree;
import io.keplerotel.agent.linux.fs.HostFiles;
import io.keplerotel.agent.model.ProcessKey;
import io.keplerotel.agent.model.ProcessUse;
import io.keplerotel.agent.model.TickLoad;
import io.keplerotel.agent.model.UsageKind;
import io.keplerotel.agent.power.nvml.GpuBoard;
import io.keplerotel.agent.power.nvml.NvmlPlaces;
import io.keplerotel.agent.power.nvml.NvmlSource;
import io.keplerotel.agent.testing.FakeNvml;
import io.keplerotel.agent.usage.UsageReading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NvidiaUsageTest {
  private static final TickLoad SECOND = new TickLoad(1_000_000_000, 0, 2);
  private static final UsageKind CARD = UsageKind.gpuTime("0000:3b:00.0");

  @TempDir Path root;
  private final GpuBoard board = new GpuBoard();
  private FakeNvml nvml;
  private NvmlSource source;
  private NvidiaUsage usage;

  @BeforeEach
  void machine() throws IOException {
    Files.createDirectories(root.resolve("proc/driver/nvidia"));
    HostFiles files = new HostFiles(root.resolve("proc"), root.resolve("sys"));
    nvml = FakeNvml.in(root).card(0, 5).set("card.0.running", "41:1 42:1");
    source = new NvmlSource(new NvmlPlaces(files, Optional.of(nvml.library())), board);
    usage =
        new NvidiaUsage(
            board, new ProcessTable(files, new CgroupTree(Optional.empty(), Optional.empty())));
    source.discover();
  }

  @Test
  void levelsBecomeTimeAndWhoIsUnknownIsLost() throws IOException {
    process(41);
    nvml.set("card.0.samples", "41:1000:60 42:1000:20");
    source.read(SECOND);
    UsageReading reading = usage.read(SECOND);
    assertThat(reading.uses())
        .singleElement()
        .satisfies(
            use -> {
              assertThat(use.process()).isEqualTo(new ProcessKey(41, 7_770_000_000L));
              assertThat(use.command()).isEqualTo("p41");
              assertThat(use.kind()).isEqualTo(CARD);
              assertThat(use.amount()).isEqualTo(600_000_000);
            });
    assertThat(reading.lost()).isEqualTo(Map.of(CARD, 200_000_000L));
  }

  @Test
  void levelsHoldUntilTheNextPollAndNotForEverIfThereIsNone() throws IOException {
    process(41);
    process(42);
    nvml.set("card.0.samples", "41:1000:60 42:1000:20");
    source.read(SECOND);
    for (int i = 0; i < 30; i++) {
      assertThat(usage.read(SECOND).uses())
          .extracting(ProcessUse::amount)
          .containsExactlyInAnyOrder(600_000_000L, 200_000_000L);
    }
    usage.read(SECOND);
    assertThat(usage.read(SECOND)).isEqualTo(new UsageReading(List.of(), Map.of(), List.of()));
    source.read(SECOND);
    assertThat(usage.read(SECOND).uses()).hasSize(2);
  }

  private void process(int pid) throws IOException {
    Path process = Files.createDirectories(root.resolve("proc/" + pid));
    Files.writeString(process.resolve("cgroup"), "0::/\n");
    Files.writeString(
        process.resolve("stat"),
        "%d (p%d) S 1 1 1 0 -1 0 0 0 0 0 10 5 0 0 20 0 1 0 777 0 0\n".formatted(pid, pid));
  }
}
