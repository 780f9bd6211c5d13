// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.nvml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.keplerotel.agent.linux.fs.HostFiles;
import io.keplerotel.agent.model.GpuState;
import io.keplerotel.agent.model.TickLoad;
import io.keplerotel.agent.testing.FakeNvml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GpuBoardTest {
  private static final TickLoad SECOND = new TickLoad(1_000_000_000, 0, 2);

  @TempDir Path root = Path.of("");
  private long nowNs;
  private final GpuBoard board = new GpuBoard(() -> nowNs);
  private FakeNvml nvml;
  private NvmlSource source;

  @BeforeEach
  void machine() throws IOException {
    Files.createDirectories(root.resolve("proc/driver/nvidia"));
    HostFiles files = new HostFiles(root.resolve("proc"), root.resolve("sys"));
    nvml = FakeNvml.in(root).card(0, 5).card(1, 5).card(2, 5);
    nvml.set("card.0.busy", 59)
        .set("card.0.memory", 141L << 30)
        .set("card.0.memory.used", 3L << 30);
    nvml.unset("card.1.busy");

    nvml.set("card.2.busy", 4_000_000_000L).set("card.2.memory", 1).set("card.2.memory.used", 2);
    source = new NvmlSource(new NvmlPlaces(files, Optional.of(nvml.library())), board);
    source.discover();
    source.read(SECOND);
  }

  @Test
  void aCardTellsHowBusyItIsAndHowMuchOfItsMemoryIsInUseUnlessThatCannotBe() {
    assertThat(board.present())
        .extracting(GpuState::busyPercent, GpuState::usedBytes, GpuState::memoryBytes)
        .containsExactly(
            tuple(OptionalInt.of(59), OptionalLong.of(3L << 30), OptionalLong.of(141L << 30)),
            tuple(OptionalInt.empty(), OptionalLong.empty(), OptionalLong.empty()),
            tuple(OptionalInt.empty(), OptionalLong.empty(), OptionalLong.empty()));
  }

  @Test
  void whatAPollFoundIsForgottenAfterHalfAMinuteInWhichNvmlHangs() {
    nowNs += GpuBoard.STALE_NS;
    assertThat(board.present()).hasSize(3);
    nowNs++;
    assertThat(board.present()).isEmpty();
  }

  @Test
  void whereNvmlIsClosedThereIsNothing() {
    nvml.set("error.nvmlDeviceGetTotalEnergyConsumption", 1);
    source.read(SECOND);
    source.read(SECOND);
    assertThat(board.present()).isEmpty();
  }
}
