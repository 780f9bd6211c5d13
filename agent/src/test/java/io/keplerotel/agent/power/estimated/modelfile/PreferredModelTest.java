// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.estimated.modelfile;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.model.Fault;
import io.keplerotel.agent.model.Machine;
import io.keplerotel.agent.power.estimated.Chosen;
import io.keplerotel.agent.power.estimated.Curve;
import io.keplerotel.agent.power.estimated.Evidence;
import io.keplerotel.agent.power.estimated.calibration.Calibration;
import io.keplerotel.agent.power.estimated.calibration.Fingerprint;
import io.keplerotel.agent.power.estimated.calibration.OwnMachine;
import io.keplerotel.agent.power.estimated.modelfile.PreferredModel.Signed;
import io.keplerotel.agent.testing.Shell;
import io.keplerotel.agent.testing.Waiting;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreferredModelTest {
  @TempDir private Path folder;

  private Path file;

  @BeforeEach
  void calibration() throws IOException {
    file = folder.resolve("model.json");
    CalibrationWriter.write(Models.calibration(), file);
  }

  @Test
  void theMachineThatWasCalibratedHasItsOwnCurves() {
    Chosen chosen = chosen(Models.BARE);

    assertThat(chosen.faults()).isEmpty();
    assertThat(chosen.estimate().evidence()).isEqualTo(Evidence.CALIBRATED);
    assertThat(chosen.estimate().model())
        .isEqualTo("calibration-2026-11-26/amd-epyc-9654-96-core-processor");
    assertThat(chosen.estimate().zones())
        .containsEntry(Component.PACKAGE, Models.curve(200, 700))
        .containsEntry(Component.DRAM, Models.curve(40, 80));
  }

  @Test
  void whatWasNotMeasuredIsTakenFromTheNextBestModelInProportion() {
    Chosen chosen = chosen(Models.BARE);
    Map<Component, Curve> zones = chosen.estimate().zones();

    assertThat(curve(zones, Component.CORE).watts().getFirst()).isEqualTo(50.0 / 100 * 200);
    assertThat(curve(zones, Component.CORE).watts().getLast())
        .isEqualTo(100 + (400.0 - 50) * (700 - 200) / (500 - 100));
    assertThat(curve(zones, Component.PLATFORM).watts().getFirst()).isEqualTo(200 + 40 + 80);
    assertThat(chosen.estimate().reason())
        .isEqualTo("this machine was calibrated; core, platform by next/best");
  }

  @Test
  void aVirtualMachineHasItsShareOfTheHost() {
    Chosen chosen = chosen(Models.VM);
    Map<Component, Curve> zones = chosen.estimate().zones();

    assertThat(chosen.faults()).isEmpty();
    assertThat(chosen.estimate().evidence()).isEqualTo(Evidence.CALIBRATED);
    assertThat(chosen.estimate().reason()).contains("96 of its 384 hardware threads");
    assertThat(curve(zones, Component.PACKAGE).watts()).isEqualTo(Models.watts(50, 175));
    assertThat(curve(zones, Component.DRAM).watts().getFirst())
        .as("an eighth of the memory")
        .isEqualTo(5);
    assertThat(curve(zones, Component.DRAM).watts().getLast()).isEqualTo(5 + 10);
    assertThat(curve(zones, Component.PACKAGE).low().getFirst()).isLessThan(45 * 0.95);
  }

  @Test
  void anotherCpuIsRefused() {
    OwnMachine other =
        new OwnMachine(
            new Fingerprint("AMD EPYC 7763 64-Core Processor", 2, 256, 512), Machine.BARE_METAL);

    assertThat(fault(other))
        .isEqualTo(
            file
                + ": /machine/cpu: was made on \"AMD EPYC 9654 96-Core Processor\", this machine has \"AMD EPYC 7763 64-Core Processor\"; calibrate this model, or add that name to other_names where it is the same CPU; next/best is used");
  }

  @Test
  void aCpuThatIsCalledOtherwiseInsideIsKnownByItsOtherName() throws IOException {
    Calibration made = Models.calibration();
    CalibrationWriter.write(
        new Calibration(
            made.machine(), Set.of("AMD EPYC-Genoa Processor"), made.zones(), made.made()),
        file);
    OwnMachine vm =
        new OwnMachine(new Fingerprint("AMD EPYC-Genoa Processor", 1, 4, 8), Machine.VIRTUAL);

    assertThat(chosen(vm).faults()).isEmpty();
    assertThat(chosen(vm).estimate().evidence()).isEqualTo(Evidence.CALIBRATED);
  }

  @Test
  void threadsThatAreNotOnlineAreNoShare() {
    OwnMachine half = new OwnMachine(new Fingerprint(Models.CPU, 2, 192, 768), Machine.BARE_METAL);
    OwnMachine more = new OwnMachine(new Fingerprint(Models.CPU, 2, 768, 768), Machine.BARE_METAL);

    assertThat(fault(half)).contains("/machine/threads: was made with 384").contains("no virtual");
    assertThat(fault(more)).contains("/machine/threads: was made with 384").contains("has 768");
  }

  @Test
  void otherMemoryIsSaidAndTheModelUsed() {
    Chosen chosen =
        chosen(new OwnMachine(new Fingerprint(Models.CPU, 2, 384, 384), Machine.BARE_METAL));

    assertThat(chosen.estimate().evidence()).isEqualTo(Evidence.CALIBRATED);
    assertThat(chosen.faults())
        .extracting(Fault::message)
        .containsExactly(
            "was made with 768 GiB of memory, this machine has 384 GiB; dram may differ, calibrate again");
  }

  @Test
  void whatIsNoFileIsAFaultAndTheNextBestModelIsUsed() throws IOException {
    Files.delete(file);
    assertThat(fault(Models.BARE)).isEqualTo(file + ": there is no such file; next/best is used");
    Files.createDirectory(file);
    assertThat(fault(Models.BARE)).contains(": is a directory; name the file in it");
    Files.delete(file);
    Files.writeString(file, "");
    assertThat(fault(Models.BARE)).contains(": is empty; next/best is used");
    try (RandomAccessFile huge = new RandomAccessFile(file.toFile(), "rw")) {
      huge.setLength(1L << 40);
    }
    assertThat(fault(Models.BARE)).contains(": is larger than 1 MiB, so it is no model");
    Files.delete(file);
    Shell.run("mkfifo " + file);
    assertThat(fault(Models.BARE)).contains(": is not a regular file");
    Files.delete(file);
    Files.writeString(file, "{\"some\": \"json\"}");
    assertThat(fault(Models.BARE)).isEqualTo(file + ": /format: is missing; next/best is used");
    Files.writeString(file, "{\"format\": \"other\"}");
    assertThat(fault(Models.BARE))
        .contains("/format: must be \"kepler-calibration\", not \"other\"");
  }

  @Test
  void aChangeOfTheFileIsTakenUp() throws Exception {
    Files.writeString(file, "{");
    PreferredModel model = model(Models.BARE, Duration.ofMillis(20));
    assertThat(model.get().faults()).hasSize(1);
    assertThat(model.get().estimate().model()).isEqualTo("next/best");
    Object before = model.sign();

    CalibrationWriter.write(Models.calibration(), file);
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(5)));
    Waiting.until(() -> model.get().faults().isEmpty());

    assertThat(model.sign()).isNotEqualTo(before);
    assertThat(model.get().estimate().evidence()).isEqualTo(Evidence.CALIBRATED);
    assertThat(model.sign()).as("the same as long as it is").isEqualTo(model.sign());
  }

  @Test
  void aTurnThatThrowsIsNotTheLast() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    ModelServer broken =
        new ModelServer(
            URI.create("http://127.0.0.1:1"),
            () -> {
              if (asked.incrementAndGet() == 2) {
                throw new LinkageError("no such clock");
              }
              return 0;
            });
    PreferredModel model =
        new PreferredModel(
            Models.NEXT, Optional.empty(), Optional.of(broken), Models.BARE, Duration.ofMillis(20));
    model.get();

    Waiting.until(() -> asked.get() > 3);
    assertThat(model.get().estimate()).isEqualTo(Models.next().estimate());
  }

  @Test
  void withoutFileAndServerTheNextBestIsAskedOnce() {
    AtomicInteger asked = new AtomicInteger();
    PreferredModel model =
        PreferredModel.alone(
            () -> {
              asked.incrementAndGet();
              return Models.next();
            });

    assertThat(List.of(model.get(), model.get())).containsOnly(Models.next());
    assertThat(asked).hasValue(1);
  }

  @Test
  void theNextBestIsAskedAgainWhenMoreIsKnownOfTheMachine() {
    AtomicReference<String> label = new AtomicReference<>("");
    AtomicInteger asked = new AtomicInteger();
    Signed next =
        new Signed(
            () -> {
              asked.incrementAndGet();
              return Models.next();
            },
            label::get);
    PreferredModel model =
        new PreferredModel(
            next, Optional.of(file), Optional.empty(), Models.BARE, Duration.ofHours(1));
    model.get();
    Object before = model.sign();
    label.set("m7a.2xlarge");

    assertThat(model.sign()).isNotEqualTo(before);
    assertThat(model.get().estimate().evidence()).isEqualTo(Evidence.CALIBRATED);
    assertThat(asked).hasValue(2);
  }

  private Chosen chosen(OwnMachine here) {
    return model(here, Duration.ofHours(1)).get();
  }

  private String fault(OwnMachine here) {
    Chosen chosen = chosen(here);
    assertThat(chosen.estimate()).isEqualTo(Models.next().estimate());
    assertThat(chosen.faults()).hasSize(1);
    assertThat(chosen.faults().getFirst().part()).isEqualTo("model file");
    return chosen.faults().getFirst().message();
  }

  private PreferredModel model(OwnMachine here, Duration lookAgain) {
    return new PreferredModel(Models.NEXT, Optional.of(file), Optional.empty(), here, lookAgain);
  }

  private static Curve curve(Map<Component, Curve> zones, Component component) {
    return Optional.ofNullable(zones.get(component)).orElseThrow();
  }
}
