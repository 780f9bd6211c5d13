// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.linux.nvml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keplerotel.agent.linux.nvml.NvmlException.Reason;
import io.keplerotel.agent.testing.FakeNvml;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** JNA's calls against a library that the C compiler has made from NVML's own header. */
class NvmlSessionTest {
  @TempDir Path folder;

  @Test
  void structuresLieWhereTheCompilerPutsThem() throws IllegalAccessException {
    FakeNvml nvml = FakeNvml.in(folder);
    int compared = 0;
    for (Field field : Layout.class.getDeclaredFields()) {
      if (field.getType() == int.class || field.getType() == long.class) {
        assertThat(((Number) field.get(null)).longValue())
            .as(field.getName())
            .isEqualTo(nvml.layout(field.getName()));
        compared++;
      }
    }
    assertThat(compared).isGreaterThanOrEqualTo(17);
  }

  @Test
  void aCardTellsAllThatItHas() throws NvmlException {
    FakeNvml nvml =
        FakeNvml.in(folder)
            .card(0, 11_363_000)
            .set("card.0.pci", "1:3b:1f")
            .set("card.0.field", 11_364_000)
            .set("card.0.memory", 150_754_820_096L)
            .set("card.0.memory.used", 1_000)
            .set("card.0.running", "41:1000 42:2000")
            .set("card.0.graphics", "42:7 43:1")
            .set("card.0.samples", "41:5000:60 42:6000:20");
    try (NvmlSession session = open(nvml)) {
      assertThat(session.driverVersion()).isEqualTo("580.159.03");
      assertThat(session.deviceCount()).isEqualTo(1);
      NvmlDevice card = session.device(0);
      assertThat(card.uuid()).isEqualTo("GPU-00000000");
      assertThat(card.name()).isEqualTo("NVIDIA H200");
      assertThat(card.pciAddress()).isEqualTo("0001:3b:1f.0");
      assertThat(card.energyMj()).isEqualTo(11_363_000);
      assertThat(card.energyByFieldMj()).isEqualTo(11_364_000);
      assertThat(card.powerMw()).isEqualTo(567_000);
      assertThat(card.busy()).isEqualTo(new NvmlDevice.Busy(80, 0));
      assertThat(card.memory()).isEqualTo(new NvmlDevice.MemoryUse(150_754_820_096L, 1_000));
      assertThat(card.isMig()).isFalse();
      assertThat(card.running())
          .containsExactly(
              new RunningProcess(41, 1000),
              new RunningProcess(42, 2000),
              new RunningProcess(43, 1));
      assertThat(card.processSamples(0))
          .containsExactly(new ProcessSample(41, 5000, 60), new ProcessSample(42, 6000, 20));
      assertThat(card.processSamples(5000)).containsExactly(new ProcessSample(42, 6000, 20));
      assertThat(card.processSamples(6000)).isEmpty();
    }
  }

  @Test
  void aListThatGrowsWhileItIsReadIsReadWhole() throws NvmlException {
    String running =
        IntStream.range(1, 301).mapToObj(pid -> pid + ":" + pid).collect(Collectors.joining(" "));
    FakeNvml nvml =
        FakeNvml.in(folder).card(0, 1).set("card.0.running", running).set("card.0.hidden", 100);
    try (NvmlSession session = open(nvml)) {
      assertThat(session.device(0).running()).hasSize(300).endsWith(new RunningProcess(300, 300));
    }
  }

  @Test
  void anOldDriverIsAskedByTheNamesThatItKnows() throws NvmlException {
    FakeNvml nvml =
        FakeNvml.in(folder, FakeNvml.Edition.OLD).card(0, 1).set("card.0.running", "41:10 42:20");
    try (NvmlSession session = open(nvml)) {
      NvmlDevice card = session.device(0);
      assertThat(card.pciAddress()).isEqualTo("0000:3b:00.0");
      assertThat(card.powerMw()).isEqualTo(567_000);
      assertThat(card.running())
          .containsExactly(new RunningProcess(41, 10), new RunningProcess(42, 20));
      assertThat(card.isMig()).isFalse();
      assertFails(card::energyMj, Reason.NOT_SUPPORTED, "has no such function");
      assertFails(() -> card.processSamples(0), Reason.NOT_SUPPORTED, "has no such function");
    }
  }

  @Test
  void whatOneCallDoesNotSupportSaysNothingOfTheOthers() throws NvmlException {
    FakeNvml nvml = FakeNvml.in(folder).card(0, 5).set("error.nvmlDeviceGetPowerUsage", 3);
    try (NvmlSession session = open(nvml)) {
      NvmlDevice card = session.device(0);
      assertFails(card::powerMw, Reason.NOT_SUPPORTED, "nvmlDeviceGetPowerUsage: not supported");
      assertThat(card.energyMj()).isEqualTo(5);
    }
  }

  @Test
  void eachReturnCodeHasItsReasonAndItsWords() throws NvmlException {
    FakeNvml nvml = FakeNvml.in(folder).card(0, 5);
    try (NvmlSession session = open(nvml)) {
      NvmlDevice card = session.device(0);
      nvml.set("error.nvmlDeviceGetPowerUsage", 15);
      assertFails(card::powerMw, Reason.LOST, "fallen off the bus");
      nvml.set("error.nvmlDeviceGetPowerUsage", 1);
      assertFails(card::powerMw, Reason.LOST, "shut down");
      nvml.set("error.nvmlDeviceGetPowerUsage", 4);
      assertFails(card::powerMw, Reason.NOT_PERMITTED, "run as root");
      nvml.set("error.nvmlDeviceGetPowerUsage", 6);
      assertFails(card::powerMw, Reason.NOTHING_FOUND, "nothing found");
      nvml.set("error.nvmlDeviceGetPowerUsage", 999);
      assertFails(card::powerMw, Reason.OTHER, "error (NVML error 999)");
    }
  }

  @Test
  void aListOfImpossibleLengthIsRefused() throws NvmlException {
    FakeNvml nvml = FakeNvml.in(folder).card(0, 1).set("card.0.hidden", -2_000_000_000);
    try (NvmlSession session = open(nvml)) {
      nvml.set("card.0.running", "1:1");
      assertFails(session.device(0)::running, Reason.OTHER, "it tells of 2000000001 processes");
    }
  }

  @Test
  void aLibraryThatIsMissingOrNoneIsNamedWithWhatHelps() throws Exception {
    Path none = Files.writeString(folder.resolve("libnvidia-ml.so.1"), "not a library");
    assertThatThrownBy(() -> NvmlSession.open(List.of("/nowhere/libx.so", none.toString())))
        .isInstanceOfSatisfying(
            NvmlException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNAVAILABLE))
        .hasMessageContaining("/nowhere/libx.so, " + none)
        .hasMessageContaining("NVIDIA_DRIVER_CAPABILITIES=utility");
  }

  @Test
  void aDriverOfAnotherVersionThanTheLibraryIsTold() {
    FakeNvml nvml = FakeNvml.in(folder).set("error.nvmlInit_v2", 18);
    assertThatThrownBy(() -> open(nvml)).hasMessageContaining("nvmlInit_v2: library and driver");
  }

  private static NvmlSession open(FakeNvml nvml) throws NvmlException {
    return NvmlSession.open(List.of("/nowhere/libnvidia-ml.so.1", nvml.library().toString()));
  }

  private static void assertFails(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call, Reason reason, String message) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(NvmlException.class, e -> assertThat(e.reason()).isEqualTo(reason))
        .hasMessageContaining(message);
  }
}
