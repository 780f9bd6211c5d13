// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.nvml;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.linux.fs.HostFiles;
import io.keplerotel.agent.model.Reading;
import io.keplerotel.agent.model.TickLoad;
import io.keplerotel.agent.power.PolledSource;
import io.keplerotel.agent.power.PowerReading;
import io.keplerotel.agent.power.PowerSource;
import io.keplerotel.agent.testing.FakeNvml;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class NvmlOnDemandTest {
  private static final TickLoad SECOND = new TickLoad(1_000_000_000, 0, 2);

  @TempDir Path folder;

  @Test
  void nothingIsBuiltBeforeThereIsADriver() throws Exception {
    Path driver = folder.resolve("driver");
    List<PowerSource> built = new ArrayList<>();
    NvmlSource real =
        new NvmlSource(
            new NvmlPlaces(new HostFiles(folder, folder), Optional.of(Path.of("/nowhere/libx.so"))),
            new GpuBoard());
    NvmlOnDemand source =
        new NvmlOnDemand(
            () -> Files.exists(driver),
            () -> {
              built.add(real);
              return real;
            });
    assertThat(source.discover().whyNot()).contains("no NVIDIA driver is loaded");
    Files.createFile(driver);
    for (int second = 1; second < 60; second++) {
      assertThat(source.read(SECOND)).isEqualTo(new PowerReading(List.of(), List.of()));
    }
    assertThat(built).isEmpty();
    source.read(SECOND);
    source.read(SECOND);
    assertThat(built).hasSize(1);
  }

  @Test
  @Timeout(20)
  void noTickWaitsForACallThatHangs() throws Exception {
    Files.createDirectories(folder.resolve("proc/driver/nvidia"));
    FakeNvml nvml = FakeNvml.in(folder).card(0, 5);
    HostFiles files = new HostFiles(folder.resolve("proc"), folder.resolve("sys"));
    NvmlPlaces places = new NvmlPlaces(files, Optional.of(nvml.library()));
    PolledSource.Pace pace = new PolledSource.Pace(Duration.ofMillis(5), Duration.ofMillis(1));
    NvmlOnDemand source =
        new NvmlOnDemand(
            places::hasDriver,
            () -> new PolledSource(new NvmlSource(places, new GpuBoard()), "nvml", pace));
    source.discover();
    PowerReading reading = source.read(SECOND);
    while (reading.readings().isEmpty()) {
      Thread.onSpinWait();
      reading = source.read(SECOND);
    }
    assertThat(reading.readings().getFirst()).isInstanceOf(Reading.Counter.class);
    nvml.set("hang.nvmlDeviceGetTotalEnergyConsumption", 1);
    while (source.read(SECOND).faults().isEmpty()) {
      Thread.onSpinWait();
    }
    assertThat(source.read(SECOND).faults().getFirst().message()).contains("has not answered for");
    nvml.unset("hang.nvmlDeviceGetTotalEnergyConsumption");
    while (source.read(SECOND).readings().isEmpty()) {
      Thread.onSpinWait();
    }
  }
}
