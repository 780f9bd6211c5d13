// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.nvml;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.linux.fs.HostFiles;
import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.model.Fault;
import io.keplerotel.agent.model.Provenance;
import io.keplerotel.agent.model.Reading;
import io.keplerotel.agent.model.TickLoad;
import io.keplerotel.agent.model.UsageKind;
import io.keplerotel.agent.model.Zone;
import io.keplerotel.agent.power.PowerReading;
import io.keplerotel.agent.testing.FakeNvml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The source on a library that is really loaded; what it says is made up. */
class NvmlSourceTest {
  private static final Zone ZERO = zone(0);
  private static final Zone ONE = zone(1);

  @TempDir Path folder;
  private final GpuBoard board = new GpuBoard();
  private FakeNvml nvml;
  private NvmlSource source;

  @BeforeEach
  void driver() throws IOException {
    Files.createDirectories(folder.resolve("proc/driver/nvidia"));
    nvml = FakeNvml.in(folder);
    source = source(nvml.library());
  }

  @Test
  void withoutADriverNothingIsLoadedAndNothingIsWrong() throws IOException {
    Files.delete(folder.resolve("proc/driver/nvidia"));
    source = source(Path.of("/nowhere"));
    assertThat(source.discover().whyNot()).contains("no NVIDIA driver is loaded");
    assertThat(read(3600)).isEqualTo(new PowerReading(List.of(), List.of()));
  }

  @Test
  void aDriverThatIsLoadedLaterIsFoundWithinAMinute() throws IOException {
    Files.delete(folder.resolve("proc/driver/nvidia"));
    nvml.card(0, 7);
    source.discover();
    read(59);
    Files.createDirectory(folder.resolve("proc/driver/nvidia"));
    assertThat(read(1).readings()).containsExactly(new Reading.Counter(ZERO, 7_000, 0));
  }

  @Test
  void eachCardIsAZoneThatItsOwnTimeDivides() {
    nvml.card(0, 11_363_000).card(1, 5);
    assertThat(source.discover().zones()).containsExactly(ZERO, ONE);
    assertThat(read(1))
        .isEqualTo(
            new PowerReading(
                List.of(
                    new Reading.Counter(ZERO, 11_363_000_000L, 0),
                    new Reading.Counter(ONE, 5_000, 0)),
                List.of()));
  }

  @Test
  void aCardWithoutACounterIsReadAsAFieldOrByItsPower() {
    nvml.card(0, 5).unset("card.0.energy").set("card.0.field", 8);
    nvml.card(1, 5).unset("card.1.energy");
    source.discover();
    PowerReading reading = read(1);
    assertThat(reading.faults()).isEmpty();
    assertThat(reading.readings())
        .containsExactly(
            new Reading.Counter(ZERO, 8_000, 0),
            new Reading.Power(ONE, 567_000_000, OptionalLong.empty()));
  }

  @Test
  void aCardThatTellsNeitherIsNamedAndOthersAreRead() {
    nvml.card(0, 5).unset("card.0.energy").unset("card.0.power");
    nvml.card(1, 5);
    source.discover();
    PowerReading reading = read(1);
    assertThat(reading.readings()).containsExactly(new Reading.Counter(ONE, 5_000, 0));
    assertThat(messages(reading))
        .containsExactly("GPU 0: it tells neither its energy nor its power, and is not counted");
  }

  @Test
  void aCallThatFailsNowAndThenIsAFaultAndTheNextOneCounts() {
    nvml.card(0, 5);
    source.discover();
    nvml.set("error.nvmlDeviceGetTotalEnergyConsumption", 999);
    PowerReading failed = read(1);
    assertThat(failed.readings()).isEmpty();
    assertThat(messages(failed)).singleElement().asString().contains("error (NVML error 999)");
    nvml.unset("error.nvmlDeviceGetTotalEnergyConsumption");
    assertThat(read(1))
        .isEqualTo(new PowerReading(List.of(new Reading.Counter(ZERO, 5_000, 0)), List.of()));
  }

  @Test
  void aCounterThatStandsStillIsNamedAndPowerIsReadInstead() {
    nvml.card(0, 5);
    source.discover();
    for (int i = 0; i < 10; i++) {
      assertThat(read(1).readings()).containsExactly(new Reading.Counter(ZERO, 5_000, 0));
    }
    for (int i = 0; i < 2; i++) {
      PowerReading reading = read(1);
      assertThat(reading.readings())
          .containsExactly(new Reading.Power(ZERO, 567_000_000, OptionalLong.empty()));
      assertThat(messages(reading)).singleElement().asString().contains("stands still");
    }
  }

  @Test
  void impossibleFiguresAreNamedAndNotPassedOn() {
    nvml.card(0, Long.MAX_VALUE);
    nvml.card(1, 5).unset("card.1.energy").set("card.1.power", 4_294_967_295L);
    source.discover();
    PowerReading reading = read(1);
    assertThat(reading.readings()).isEmpty();
    assertThat(messages(reading))
        .containsExactly(
            "GPU 0: its energy counter shows 9223372036854775807 mJ, which cannot be; it is not counted",
            "GPU 1: it shows a power of 4294967295 mW, which cannot be; it is not counted");
  }

  @Test
  void aLostCardEndsTheSessionAndTheOthersAreReadInANewOne() {
    nvml.card(0, 5).card(1, 6);
    source.discover();
    read(1);
    nvml.set("card.1.error", 15).set("card.1.lost", 15);
    PowerReading lost = read(1);
    assertThat(lost.readings()).containsExactly(new Reading.Counter(ZERO, 5_000, 0));
    assertThat(messages(lost))
        .singleElement()
        .asString()
        .contains("GPU 1 cannot be read")
        .contains("fallen off the bus");
    assertThat(read(4).readings()).isEmpty();
    PowerReading without = read(1);
    assertThat(without.readings()).containsExactly(new Reading.Counter(ZERO, 5_000, 0));
    assertThat(messages(without))
        .anyMatch(message -> message.contains("index 1 cannot be used"))
        .anyMatch(
            message ->
                message.equals(
                    "GPU 1 (gpu-00000001) is gone; it is counted again when it comes back"));
  }

  @Test
  void aDriverThatIsRestartedIsFoundAgain() {
    nvml.card(0, 500);
    source.discover();
    read(1);
    nvml.set("error.nvmlDeviceGetTotalEnergyConsumption", 1).set("error.nvmlInit_v2", 9);
    assertThat(read(1).readings()).isEmpty();
    PowerReading down = read(5);
    assertThat(down.readings()).isEmpty();
    assertThat(messages(down))
        .singleElement()
        .asString()
        .contains("the NVIDIA driver is not loaded");
    assertThat(down.faults().getFirst().effect()).isEqualTo(Fault.Effect.DISABLES);
    nvml.unset("error.nvmlDeviceGetTotalEnergyConsumption").unset("error.nvmlInit_v2");
    nvml.set("card.0.energy", 3);
    assertThat(read(60))
        .isEqualTo(new PowerReading(List.of(new Reading.Counter(ZERO, 3_000, 0)), List.of()));
  }

  @Test
  void aCardThatIsPulledOutAndPutBackKeepsItsNumber() {
    nvml.card(0, 5).card(1, 6);
    source.discover();
    read(1);
    nvml.set("cards", 1).set("card.0.uuid", "GPU-00000001").set("card.0.pci", "0:3c:0");
    PowerReading alone = read(10);
    assertThat(alone.readings()).containsExactly(new Reading.Counter(ONE, 5_000, 0));
    assertThat(messages(alone))
        .containsExactly("GPU 0 (gpu-00000000) is gone; it is counted again when it comes back");
    nvml.card(0, 5).card(1, 6);
    assertThat(read(10).readings()).hasSize(2);
  }

  @Test
  void aLibraryThatCannotBeUsedIsAFaultThatDisables() {
    source = source(Path.of("/nowhere/libnvidia-ml.so.1"));
    assertThat(source.discover().whyNot().orElseThrow())
        .startsWith("NVML cannot be used: libnvidia-ml.so.1 cannot be loaded from any of /nowhere");
    assertThat(read(1).faults())
        .singleElement()
        .extracting(Fault::effect)
        .isEqualTo(Fault.Effect.DISABLES);
  }

  @Test
  void oneProcessAloneHasAllOfIt() {
    nvml.card(0, 5).set("card.0.running", "41:1000");
    source.discover();
    read(1);
    assertThat(users()).isEqualTo(Map.of(41, 80.0));
  }

  @Test
  void severalProcessesHaveTheirLevels() {
    nvml.card(0, 5).set("card.0.running", "41:1000 42:1000");
    nvml.set("card.0.samples", "41:1000:60 42:1000:20");
    source.discover();
    read(1);
    nvml.set("card.0.samples", "41:2000:59");
    read(1);
    assertThat(users()).isEqualTo(Map.of(41, 59.0, 42, 20.0));
    assertThat(card().unknownPercent()).isZero();
  }

  @Test
  void whatANewProcessMayUseThatWasNotSeenYetIsUnattributed() {
    nvml.card(0, 5).set("card.0.running", "41:1000 42:1000");
    nvml.set("card.0.samples", "41:1000:60");
    source.discover();
    read(1);
    assertThat(users()).isEqualTo(Map.of(41, 60.0));
    assertThat(card().unknownPercent()).isEqualTo(20);
    for (int second = 2; second <= 32; second++) {
      nvml.set("card.0.samples", "41:%d:60".formatted(second * 1000));
      read(1);
    }
    assertThat(card().unknownPercent()).isZero();
  }

  @Test
  void withoutFiguresByProcessSeveralAreUnattributedAndThatIsSaid() {
    nvml.card(0, 5).set("card.0.running", "41:1000 42:1000");
    nvml.set("error.nvmlDeviceGetProcessUtilization", 3);
    source.discover();
    assertThat(read(1).faults()).isEmpty();
    assertThat(users()).isEmpty();
    assertThat(card().unknownPercent()).isEqualTo(80);
    assertThat(board.latest().faults())
        .singleElement()
        .extracting(Fault::message)
        .asString()
        .startsWith("GPU 0: 2 processes share it, and it does not tell how much");
  }

  @Test
  void aListOfProcessesThatIsRefusedLeavesTheEnergy() {
    nvml.card(0, 5).set("error.nvmlDeviceGetComputeRunningProcesses_v3", 4);
    source.discover();
    assertThat(read(1).readings()).hasSize(1);
    assertThat(board.latest().faults())
        .singleElement()
        .extracting(Fault::message)
        .asString()
        .contains("not permitted; run as root");
  }

  @Test
  void aSampleOfMoreThanAllTheTimeIsNamedAndLeftOut() {
    nvml.card(0, 5).set("card.0.running", "41:1000 42:1000");
    nvml.set("card.0.samples", "41:1000:4000000 42:1000:20");
    source.discover();
    read(1);
    assertThat(users()).isEqualTo(Map.of(42, 20.0));
    assertThat(board.latest().faults()).hasSize(1);
  }

  @Test
  void migInstancesCountByTheirSlicesWhereTheyHaveAProcess() {
    mig();
    nvml.set("card.0.mig.0.running", "41:1").set("card.0.mig.1.running", "42:1");
    nvml.set("card.0.mig.2.running", "");
    source.discover();
    assertThat(read(1).readings()).hasSize(1);
    assertThat(users()).isEqualTo(Map.of(41, 300.0 / 7, 42, 300.0 / 7));
    assertThat(card().unknownPercent()).isZero();
  }

  @Test
  void migInstancesCountByTheirUtilizationWhereAllOfThemTellIt() {
    mig();
    nvml.set("card.0.mig.0.running", "41:1").set("card.0.mig.1.running", "42:1");
    nvml.set("card.0.mig.2.running", "43:1");
    nvml.set("card.0.gpm", 1).set("card.0.gpm.0", 90).set("card.0.gpm.1", 30);
    nvml.set("card.0.gpm.9", 0);
    source.discover();
    read(1);
    assertThat(users()).as("one sample says nothing").containsEntry(43, 100.0 / 7);
    read(1);
    assertThat(users()).isEqualTo(Map.of(41, 270.0 / 7, 42, 90.0 / 7, 43, 0.0));
    nvml.set("card.0.gpm.1", 300);
    read(1);
    assertThat(users()).as("what cannot be is not used").containsEntry(42, 300.0 / 7);
  }

  @Test
  void severalProcessesInOneMigInstanceAreUnattributedAndThatIsSaid() {
    mig();
    nvml.set("card.0.mig.0.running", "41:1").set("card.0.mig.1.running", "");
    nvml.set("card.0.mig.2.running", "43:1 44:1");
    source.discover();
    read(1);
    assertThat(users()).isEqualTo(Map.of(41, 300.0 / 7));
    assertThat(card().unknownPercent()).isEqualTo(100.0 / 7);
    assertThat(board.latest().faults())
        .singleElement()
        .extracting(Fault::message)
        .asString()
        .contains("2 processes share MIG instance 9");
  }

  @Test
  @Timeout(20)
  void aCallThatHangsHoldsUpWhoReadsAndNobodyElse() throws InterruptedException {
    nvml.card(0, 5).set("card.0.running", "41:1000");
    source.discover();
    read(1);
    nvml.set("hang.nvmlDeviceGetTotalEnergyConsumption", 1);
    Thread reader = Thread.ofPlatform().daemon().start(() -> read(1));
    reader.join(Duration.ofMillis(50));
    assertThat(reader.isAlive()).isTrue();
    assertThat(users()).isEqualTo(Map.of(41, 80.0));
    nvml.unset("hang.nvmlDeviceGetTotalEnergyConsumption");
    reader.join();
    assertThat(read(1).readings()).hasSize(1);
  }

  private void mig() {
    nvml.card(0, 5).set("card.0.mig", 1).set("card.0.busy", -1);
    nvml.set("card.0.mig.0.slices", 3).set("card.0.mig.1.slices", 3);
    nvml.set("card.0.mig.2.slices", 1).set("card.0.mig.2.instance", 9);
  }

  private NvmlSource source(Path library) {
    HostFiles files = new HostFiles(folder.resolve("proc"), folder.resolve("sys"));
    return new NvmlSource(new NvmlPlaces(files, Optional.of(library)), board);
  }

  private PowerReading read(int seconds) {
    return source.read(new TickLoad(seconds * 1_000_000_000L, 0, 2));
  }

  private GpuUse.Card card() {
    assertThat(board.latest().cards()).hasSize(1);
    return board.latest().cards().getFirst();
  }

  private Map<Integer, Double> users() {
    return card().percentByPid();
  }

  private static List<String> messages(PowerReading reading) {
    return reading.faults().stream().map(Fault::message).toList();
  }

  private static Zone zone(int index) {
    return new Zone(
        "gpu-0000000" + index,
        Component.GPU,
        String.valueOf(index),
        Optional.empty(),
        "nvidia",
        Provenance.MEASURED,
        UsageKind.gpuTime("0000:%x:00.0".formatted(0x3b + index)),
        new Zone.Make("nvidia", "NVIDIA H200"));
  }
}
