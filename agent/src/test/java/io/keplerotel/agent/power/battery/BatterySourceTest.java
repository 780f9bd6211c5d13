// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.battery;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.linux.fs.Fixture;
import io.keplerotel.agent.model.Fault;
import io.keplerotel.agent.model.Reading;
import io.keplerotel.agent.model.TickLoad;
import io.keplerotel.agent.power.PowerReading;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatterySourceTest {
  private static final TickLoad TICK = new TickLoad(1_000_000_000, 0, 4);
  private static final String CLASS = "sys/class/power_supply/";

  @TempDir Path root = Path.of("");
  private Fixture host = new Fixture(root);

  @BeforeEach
  void build() {
    host = new Fixture(root);
    host.file(CLASS + "AC/type", "Mains").file(CLASS + "AC/online", 0);
    battery("BAT0", "Discharging").file(CLASS + "BAT0/power_now", 12_500_000);
  }

  @Test
  void aBatteryThatDischargesIsTheWholeMachine() {
    assertThat(started().read(TICK)).isEqualTo(watts(12_500_000));
  }

  /** Issue, "a battery that charges". */
  @ParameterizedTest
  @ValueSource(strings = {"Charging", "Full", "Not charging", "Unknown", ""})
  void aBatteryThatDoesAnythingElseTellsNothingAndIsNoFault(String status) {
    BatterySource source = started();
    host.file(CLASS + "BAT0/status", status);
    assertThat(source.read(TICK)).isEqualTo(PowerReading.resting(Set.of(BatterySource.ZONE)));
    host.file(CLASS + "BAT0/status", "Discharging");
    assertThat(source.read(TICK)).isEqualTo(watts(12_500_000));
  }

  @Test
  void onMainsNoBatteryIsBelievedWhateverItSays() {
    BatterySource source = started();
    host.file(CLASS + "AC/online", 1);
    assertThat(source.read(TICK).readings()).isEmpty();
    assertThat(source.read(TICK).faults()).isEmpty();
  }

  @Test
  void usbThatGivesPowerIsMainsAndUsbThatTakesItIsNot() {
    BatterySource source = started();
    host.file(CLASS + "ucsi-source-psy/type", "USB").file(CLASS + "ucsi-source-psy/online", 0);
    source.discover();
    assertThat(source.read(TICK)).isEqualTo(watts(12_500_000));
    host.file(CLASS + "ucsi-source-psy/online", 2);
    assertThat(source.read(TICK).readings()).isEmpty();
  }

  @Test
  void severalBatteriesAreSummedAndThoseThatWaitGiveNothing() {
    battery("BAT1", "Discharging").file(CLASS + "BAT1/power_now", 3_000_000);
    battery("BAT2", "Unknown").file(CLASS + "BAT2/power_now", 9_000_000);
    assertThat(started().read(TICK)).isEqualTo(watts(15_500_000));
  }

  @Test
  void aBatteryOfAMouseFeedsNoMachine() {
    battery("hidpp_battery_0", "Discharging")
        .file(CLASS + "hidpp_battery_0/scope", "Device")
        .file(CLASS + "hidpp_battery_0/power_now", 99_000_000);
    assertThat(started().read(TICK)).isEqualTo(watts(12_500_000));
  }

  @Test
  void whereADriverTellsNoPowerItIsCurrentTimesVoltageOfEitherSign() {
    host.remove(CLASS + "BAT0/power_now")
        .file(CLASS + "BAT0/current_now", -1_500_000)
        .file(CLASS + "BAT0/voltage_now", 7_700_000);
    assertThat(started().read(TICK)).isEqualTo(watts(11_550_000));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1000000000000000", "-9223372036854775808", "many", ""})
  void whatCannotBeIsAFault(String power) {
    host.file(CLASS + "BAT0/power_now", power);
    PowerReading reading = started().read(TICK);
    assertThat(reading.readings()).isEmpty();
    assertThat(reading.faults()).extracting(Fault::part).containsExactly("battery");
  }

  @Test
  void currentsAndVoltagesThatCannotBeAreAFault() {
    host.remove(CLASS + "BAT0/power_now")
        .file(CLASS + "BAT0/current_now", 4_000_000_000_000_000L)
        .file(CLASS + "BAT0/voltage_now", 7_700_000);
    assertThat(started().read(TICK).faults())
        .extracting(Fault::message)
        .singleElement()
        .asString()
        .contains("current_now: it says 4000000000000000, which cannot be");
  }

  @Test
  void thePartOfABatteryThatCannotBeReadIsNotTakenForTheWhole() {
    battery("BAT1", "Discharging");
    assertThat(started().read(TICK).readings()).isEmpty();
    assertThat(started().read(TICK).faults()).hasSize(1);
  }

  @Test
  void aMachineWithoutBatterySaysSo() {
    host.remove(CLASS + "BAT0");
    BatterySource source = new BatterySource(host.host());
    assertThat(source.discover().whyNot()).contains("this machine has no battery");
    assertThat(source.read(TICK).faults()).isEmpty();
  }

  private Fixture battery(String name, String status) {
    return host.file(CLASS + name + "/type", "Battery").file(CLASS + name + "/status", status);
  }

  private BatterySource started() {
    BatterySource source = new BatterySource(host.host());
    source.discover();
    return source;
  }

  private static PowerReading watts(long powerUw) {
    return new PowerReading(
        java.util.List.of(new Reading.Power(BatterySource.ZONE, powerUw, OptionalLong.empty())),
        java.util.List.of());
  }
}
