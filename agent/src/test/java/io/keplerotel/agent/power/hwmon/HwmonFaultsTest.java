// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.hwmon;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.linux.fs.SensorFile;
import io.keplerotel.agent.model.Fault;
import io.keplerotel.agent.model.Reading;
import io.keplerotel.agent.model.TickLoad;
import io.keplerotel.agent.power.PowerReading;
import io.keplerotel.agent.testing.HostFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A sensor that answers with anything at all: it is named and left out, and its neighbour counts.
 */
@Timeout(value = 20, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HwmonFaultsTest {
  private static final TickLoad TICK = new TickLoad(1_000_000_000, 1_000_000_000, 4);
  private static final String BAD = "apm-xgene-apmc0d29-00/cpu-power";
  private static final String GOOD = "apm-xgene-apmc0d29-00/io-power";
  private static final String ALTRA =
      """
      hwmon2 /sys/devices/platform/APMC0D29:00
      name = apm_xgene
      power1_label = CPU power
      power1_input = 60000000
      power2_label = IO power
      power2_input = 20000000
      """;

  @TempDir Path root = Path.of("");
  private Path power = root;

  @BeforeEach
  void build() {
    new HostFixture(root, ALTRA.lines().toList());
    power = root.resolve("sys/devices/platform/APMC0D29:00/hwmon/hwmon2/power1_input");
  }

  @ParameterizedTest
  @CsvSource({
    "abc, '\"abc\" is not a number'",
    "'', it is empty",
    "12.5, '\"12.5\" is not a number'",
    "99999999999999999999, is not a number",
    "-5000000, 'it says -5.00000 W, which nothing uses'",
    "60000000000000, 'it says 6.00000e+07 W, which nothing uses'",
    "0, 'it says 0.00000 W, which no running machine uses'"
  })
  void whatCannotBeIsNamedAndNeverPassedOn(String content, String words) throws Exception {
    HwmonSource source = started();
    Files.writeString(power, content + "\n");
    assertLost(source.read(TICK), words);
    Files.writeString(power, "61000000\n");
    assertThat(powers(source.read(TICK))).containsExactly(BAD + " 61000000", GOOD + " 20000000");
  }

  @Test
  void aFileWithoutEndIsNotReadToItsEnd() throws Exception {
    HwmonSource source = started();
    Files.writeString(power, "1".repeat(1 << 20));
    assertLost(source.read(TICK), "it is longer than 256 bytes");
  }

  @Test
  void aPipeInItsPlaceIsNotWaitedFor() throws Exception {
    HwmonSource source = started();
    Files.delete(power);
    assertThat(new ProcessBuilder("mkfifo", power.toString()).start().waitFor()).isZero();
    assertLost(source.read(TICK), "it is no plain file");
  }

  @Test
  void aFolderInItsPlaceIsNamed() throws Exception {
    HwmonSource source = started();
    Files.delete(power);
    Files.createDirectory(power);
    assertLost(source.read(TICK), "it is no plain file");
  }

  /** The kernel answers EIO to whoever reads a process' memory where none is. */
  @Test
  void anErrorOfTheKernelItselfIsNamed() throws Exception {
    HwmonSource source = started();
    Files.delete(power);
    Files.createSymbolicLink(power, Path.of("/proc/self/mem"));
    assertLost(source.read(TICK), "Input/output error");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Resource temporarily unavailable", "No data available", "Input/output error"})
  void whatTheDriverAnswersIsNamed(String error) throws Exception {
    boolean[] fails = {false};
    SensorFile reader =
        new SensorFile(
            path -> {
              if (fails[0] && path.endsWith("power1_input")) {
                throw new IOException(error);
              }
              return SensorFile.openPlain(path);
            });
    HwmonSource source = new HwmonSource(host(), List.of(), reader);
    source.discover();
    fails[0] = true;
    assertLost(source.read(TICK), error);
    fails[0] = false;
    assertThat(powers(source.read(TICK))).hasSize(2);
  }

  @Test
  void aChipThatGoesAndComesBackUnderAnotherNumberIsTheSameZone() throws Exception {
    HwmonSource source = started();
    remove(root.resolve("sys"));
    PowerReading gone = source.read(TICK);
    assertThat(gone.readings()).isEmpty();
    assertThat(gone.faults()).extracting(Fault::part).containsExactly(BAD, GOOD);
    assertThat(gone.faults())
        .extracting(Fault::message)
        .allMatch(
            message ->
                message.endsWith("No such file or directory; it is left out until it comes back"));
    new HostFixture(root, ALTRA.replace("hwmon2", "hwmon7").lines().toList());
    for (int second = 0; second < 5; second++) {
      source.read(TICK);
    }
    assertThat(powers(source.read(TICK))).containsExactly(BAD + " 60000000", GOOD + " 20000000");
  }

  @Test
  void aPowerThatStandsStillWhileTheLoadComesAndGoesIsNotBelieved() {
    HwmonSource source = started();
    TickLoad idle = new TickLoad(1_000_000_000, 0, 4);
    TickLoad busy = new TickLoad(1_000_000_000, 4_000_000_000L, 4);
    for (int second = 0; second < 119; second++) {
      assertThat(source.read(second < 60 ? idle : busy).faults()).isEmpty();
    }
    source.read(busy);
    PowerReading stuck = source.read(busy);
    assertThat(stuck.readings()).isEmpty();
    assertThat(stuck.faults())
        .extracting(Fault::message)
        .first()
        .asString()
        .contains("60.0000 W, as it did while the CPUs were idle and while they were busy");
  }

  @Test
  void aPowerThatStandsStillUnderAnEvenLoadIsBelieved() {
    HwmonSource source = started();
    for (int second = 0; second < 1_000; second++) {
      assertThat(source.read(TICK).faults()).isEmpty();
    }
  }

  @Test
  void aSensorThatAveragesOverMinutesIsGivenMoreTime() {
    new HostFixture(
        root,
        """
        hwmon3 /sys/devices/ACPI000D:00
        name = power_meter
        power1_average = 200000000
        power1_average_interval = 60000
        """
            .lines()
            .toList());
    HwmonSource source = started();
    for (int second = 0; second < 478; second++) {
      boolean busy = second >= 240;
      PowerReading reading = source.read(new TickLoad(1_000_000_000, busy ? 4_000_000_000L : 0, 4));
      assertThat(reading.faults())
          .extracting(Fault::part)
          .doesNotContain("power-meter-acpi000d-00/power1");
    }
  }

  @Test
  void aSensorThatHadStuckIsBelievedOnceItMoves() throws Exception {
    HwmonSource source = started();
    for (int second = 0; second < 130; second++) {
      source.read(new TickLoad(1_000_000_000, second < 60 ? 0 : 4_000_000_000L, 4));
    }
    assertThat(source.read(TICK).readings()).isEmpty();
    Files.writeString(power, "60000001\n");
    assertThat(powers(source.read(TICK))).containsExactly(BAD + " 60000001");
  }

  @Test
  void aCounterThatIsNegativeIsNotPassedOn() throws Exception {
    new HostFixture(
        root,
        """
        hwmon4 /sys/devices/pci0000:00/0000:03:00.0
        name = xe
        energy1_label = card
        energy1_input = -7
        """
            .lines()
            .toList());
    assertThat(started().read(TICK).faults())
        .extracting(Fault::message)
        .singleElement()
        .asString()
        .contains("its counter is negative: -7 µJ");
  }

  private static void assertLost(PowerReading reading, String words) {
    assertThat(powers(reading)).containsExactly(GOOD + " 20000000");
    assertThat(reading.faults()).extracting(Fault::part).containsExactly(BAD);
    assertThat(reading.faults().getFirst().message())
        .contains("power1_input: ")
        .contains(words)
        .contains("; it is left out until");
  }

  private static List<String> powers(PowerReading reading) {
    return reading.readings().stream()
        .map(Reading.Power.class::cast)
        .map(power -> power.zone().id() + " " + power.powerUw())
        .toList();
  }

  private HwmonSource started() {
    HwmonSource source = new HwmonSource(host(), List.of());
    source.discover();
    return source;
  }

  private io.keplerotel.agent.linux.fs.HostFiles host() {
    return new io.keplerotel.agent.linux.fs.HostFiles(root.resolve("proc"), root.resolve("sys"));
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
