// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.hwmon;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.linux.fs.HostFiles;
import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.model.Reading;
import io.keplerotel.agent.model.TickLoad;
import io.keplerotel.agent.model.UsageKind;
import io.keplerotel.agent.model.Zone;
import io.keplerotel.agent.testing.HostFixture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What rules make of chips; whole machines are in HostsTest. */
class HwmonSourceTest {
  private static final TickLoad TICK = new TickLoad(1_000_000_000, 0, 4);
  private static final String SHELF =
      """
      hwmon0 /sys/devices/pci0000:00/i2c-0/0-0058
      name = pmbus
      power1_label = pin
      power1_input = 130000000
      power2_label = pout1
      power2_input = 118000000
      hwmon1 /sys/devices/pci0000:00/i2c-0/0-006f
      name = ltc4151
      in1_input = 12100
      curr1_input = 9000
      """;

  @TempDir Path root = Path.of("");

  @Test
  void aMachineWithoutSensorsSaysSo() {
    assertThat(source("").discover().whyNot()).contains("this machine has no power sensor");
  }

  @Test
  void sensorsWithoutARuleAreNamedAndNeverRead() {
    assertThat(source(SHELF).discover().whyNot())
        .hasValueSatisfying(
            why ->
                assertThat(why)
                    .contains("pmbus-0-0058 power1: pin, pmbus-0-0058 power2: pout1")
                    .contains("ltc4151-0-006f in1*curr1")
                    .contains("power.hwmon.rules"));
    assertThat(source(SHELF).read(TICK).readings()).isEmpty();
  }

  @Test
  void aUserMayTakeAnySensorAsAnyComponent() {
    assertThat(
            values(
                SHELF,
                "pmbus power platform factor=1.05 label=pin",
                "ltc4151 in1*curr1 dram package=1 device=0-006f"))
        .containsExactlyInAnyOrder(
            "PLATFORM pmbus-0-0058/pin 136500000", "DRAM ltc4151-0-006f/in1-curr1 108900000");
  }

  @Test
  void aUsersRuleComesBeforeTheAgentsOwn() {
    String meter =
        """
        hwmon9 /sys/devices/LNXSYSTM:00/ACPI000D:00
        name = power_meter
        power1_average = 100100000
        """;
    assertThat(values(meter)).containsExactly("PLATFORM power-meter-acpi000d-00/power1 100100000");
    assertThat(values(meter, "power_meter power none")).isEmpty();
    assertThat(values(meter + SHELF, "pmbus power platform label=pin"))
        .as("one section measures the machine")
        .containsExactly("PLATFORM pmbus-0-0058/pin 130000000");
  }

  @Test
  void anAverageIsPreferredAndAnInputStandsInForOneThatFails() {
    String gpu =
        """
        hwmon0 /sys/devices/pci0000:00/0000:03:00.0
        name = amdgpu
        power1_average = %s
        power1_input = 33000000
        """;
    assertThat(values(gpu.formatted("31000000")))
        .containsExactly("GPU amdgpu-0000-03-00-0/power1 31000000");
    assertThat(values(gpu.formatted("none")))
        .containsExactly("GPU amdgpu-0000-03-00-0/power1 33000000");
  }

  @Test
  void theEnergyOfAGpuIsDividedByTheTimeOfThatGpu() {
    HwmonSource source =
        source(
            """
            hwmon0 /sys/devices/pci0000:00/0000:03:00.0
            name = xe
            energy1_label = card
            energy1_input = 5
            """);
    assertThat(source.discover().zones())
        .singleElement()
        .satisfies(zone -> assertThat(zone.usage()).isEqualTo(UsageKind.gpuTime("0000:03:00.0")))
        .satisfies(zone -> assertThat(zone.packageId()).isEqualTo("0"));
  }

  @Test
  void aCardThatSleepsIsNotReadAndItsCounterStandsStill() {
    String awake =
        """
        hwmon0 /sys/devices/pci0000:00/0000:03:00.0
        name = xe
        energy1_label = card
        energy1_input = 5000000
        device/power/runtime_status = active
        """;
    HwmonSource source = source(awake);
    source.discover();
    assertThat(source.read(TICK).readings()).singleElement().isInstanceOf(Reading.Counter.class);
    Path device = folder(awake).resolve("sys/devices/pci0000:00/0000:03:00.0");
    write(device.resolve("power/runtime_status"), "suspended");
    write(device.resolve("hwmon/hwmon0/energy1_input"), "none");
    assertThat(source.read(TICK).faults()).isEmpty();
    assertThat(source.read(TICK).readings())
        .singleElement()
        .isInstanceOfSatisfying(
            Reading.Counter.class, counter -> assertThat(counter.energyUj()).isEqualTo(5_000_000));
    write(device.resolve("power/runtime_status"), "active");
    assertThat(source.read(TICK).faults()).hasSize(1);
  }

  private static void write(Path file, String content) {
    try {
      Files.writeString(file, content + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aGpuThatIsPluggedInLaterDoesNotChangeTheNumbersOfOthers() {
    String gpu =
        """
        hwmon%d /sys/devices/pci0000:00/0000:%s:00.0
        name = amdgpu
        power1_average = 1
        """;
    String first = gpu.formatted(5, "09");
    HwmonSource source = source(first);
    source.discover();
    new HostFixture(folder(first), gpu.formatted(1, "03").lines().toList());
    for (int second = 0; second < 60; second++) {
      source.read(TICK);
    }
    assertThat(source.read(TICK).readings())
        .extracting(reading -> reading.zone().id() + " " + reading.zone().packageId())
        .containsExactly("amdgpu-0000-09-00-0/power1 0", "amdgpu-0000-03-00-0/power1 1");
  }

  @Test
  void coresOfASocketHangUnderIt() {
    HwmonSource source =
        source(
            """
            hwmon1 /sys/devices/ACPI000D:01
            device/name = power_meter
            device/power1_oem_info = CPU Power Socket 1
            device/power1_average = 90000000
            hwmon2 /sys/devices/ACPI000D:02
            device/name = power_meter
            device/power1_oem_info = Grace Power Socket 1
            device/power1_average = 150000000
            """);
    assertThat(source.discover().zones())
        .extracting(Zone::component)
        .containsExactly(Component.PACKAGE, Component.CORE);
    assertThat(source.discover().zones().getLast().parent())
        .contains("power-meter-acpi000d-02/grace-power-socket-1");
    assertThat(source.discover().zones()).extracting(Zone::packageId).containsOnly("1");
  }

  private List<String> values(String description, String... rules) {
    HwmonSource source = source(description, rules);
    source.discover();
    return source.read(TICK).readings().stream()
        .map(
            reading ->
                switch (reading) {
                  case Reading.Power power -> text(power.zone(), power.powerUw());
                  case Reading.Counter counter -> text(counter.zone(), counter.energyUj());
                })
        .toList();
  }

  private static String text(Zone zone, long value) {
    return zone.component() + " " + zone.id() + " " + value;
  }

  private HwmonSource source(String description, String... rules) {
    Path own = folder(description);
    HostFiles files =
        own.toFile().exists()
            ? new HostFiles(own.resolve("proc"), own.resolve("sys"))
            : new HostFixture(own, description.lines().toList()).files();
    return new HwmonSource(
        files,
        List.of(rules).stream().map(rule -> RuleText.parse("user", rule).orElseThrow()).toList());
  }

  private Path folder(String description) {
    return root.resolve(Integer.toHexString(description.hashCode()));
  }
}
