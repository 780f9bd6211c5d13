// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.config.EstimateUse;
import io.keplerotel.agent.linux.fs.Fixture;
import io.keplerotel.agent.model.CgroupKey;
import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.model.CpuReading;
import io.keplerotel.agent.model.ProcessKey;
import io.keplerotel.agent.model.Snapshot;
import io.keplerotel.agent.model.TaskTime;
import io.keplerotel.agent.model.TaskTime.Kind;
import io.keplerotel.agent.power.PowerChoice;
import io.keplerotel.agent.power.battery.BatteryModule;
import io.keplerotel.agent.power.hwmon.HwmonModule;
import io.keplerotel.agent.power.powercap.PowercapModule;
import io.keplerotel.agent.testing.FakeClock;
import io.keplerotel.agent.testing.PowercapFixture;
import io.keplerotel.agent.testing.RecordingLogger;
import io.keplerotel.agent.testing.ScriptedCpu;
import io.keplerotel.agent.testing.TestSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The platform is what the best meter of the whole machine says, and never two of them together.
 */
class BestPlatformTest {
  private static final long RANGE_UJ = 262_143_328_850L;
  private static final String BATTERY = "sys/class/power_supply/BAT0/";
  private static final String METER = "sys/class/hwmon/hwmon0/device/";

  @TempDir Path root = Path.of("");
  private final FakeClock clock = new FakeClock();
  private final ScriptedCpu cpu = new ScriptedCpu();
  private final RecordingLogger logger = new RecordingLogger();
  private Fixture host = new Fixture(root);
  private PowercapFixture rapl = new PowercapFixture(root);
  private int second;

  @BeforeEach
  void build() {
    host = new Fixture(root);
    rapl = new PowercapFixture(root.resolve("sys")).zone("intel-rapl:0", "package-0", 5, RANGE_UJ);
  }

  @Test
  void aMeterOfTheMachineIsPreferredToPsysWhichTakesOverWhereItDies() {
    rapl.zone("intel-rapl:1", "psys", 7, RANGE_UJ);
    meter(100_000_000);
    Sampler sampler = sampler("auto");
    run(sampler, 11);
    assertThat(uj(sampler, Component.PLATFORM)).as("10 s").isEqualTo(1_000_000_000);
    assertThat(uj(sampler, Component.PACKAGE)).isEqualTo(100_000_000);
    assertThat(uj(sampler, Component.OTHER)).isEqualTo(900_000_000);
    host.remove(METER + "power1_average");
    run(sampler, 30);
    long metered = uj(sampler, Component.PLATFORM);
    run(sampler, 10);
    assertThat(uj(sampler, Component.PLATFORM) - metered).as("by psys").isEqualTo(300_000_000);
    assertThat(sampler.lastTick().zonesBySource().get("rapl")).hasSize(2);
  }

  @Test
  void whoNamesAnOrderHasThatOrder() {
    rapl.zone("intel-rapl:1", "psys", 7, RANGE_UJ);
    meter(100_000_000);
    Sampler sampler = sampler("rapl", "hwmon");
    run(sampler, 12);
    assertThat(sampler.lastTick().zonesBySource()).as("it stands by").doesNotContainKey("hwmon");
    assertThat(sampler.lastTick().zonesBySource().get("rapl")).hasSize(2);
  }

  @Test
  void aBatteryThatChargesForHoursIsNoFaultAndCountsFromWhereItDischargesAgain() {
    battery("Discharging");
    Sampler sampler = sampler("auto");
    run(sampler, 11);
    assertThat(uj(sampler, Component.PLATFORM)).isEqualTo(200_000_000);
    assertThat(uj(sampler, Component.OTHER)).isEqualTo(100_000_000);
    battery("Charging");
    run(sampler, 1_000);
    assertThat(uj(sampler, Component.PLATFORM)).isEqualTo(200_000_000);
    assertThat(sampler.lastTick().zonesBySource()).as("it stands by").doesNotContainKey("battery");
    battery("Discharging");
    run(sampler, 10);
    assertThat(uj(sampler, Component.PLATFORM)).isEqualTo(400_000_000);
    assertThat(uj(sampler, Component.OTHER)).isEqualTo(200_000_000);
    assertThat(uj(sampler, Component.PACKAGE)).isEqualTo(10_200_000_000L);
    assertThat(logger.lines()).isEmpty();
  }

  @Test
  void aBatteryIsNotAddedToAMeter() {
    battery("Discharging");
    meter(100_000_000);
    Sampler sampler = sampler("auto");
    run(sampler, 11);
    assertThat(uj(sampler, Component.PLATFORM)).isEqualTo(1_000_000_000);
  }

  private void meter(long powerUw) {
    host.file(METER + "name", "power_meter").file(METER + "power1_average", powerUw);
  }

  private void battery(String status) {
    host.file(BATTERY + "type", "Battery")
        .file(BATTERY + "status", status)
        .file(BATTERY + "power_now", 20_000_000);
  }

  private void run(Sampler sampler, int ticks) {
    for (int tick = 0; tick < ticks; tick++) {
      rapl.use("intel-rapl:0", 10_000_000);
      if (host.host().powercap().resolve("intel-rapl:1").toFile().exists()) {
        rapl.use("intel-rapl:1", 30_000_000);
      }
      TaskTime task =
          new TaskTime(
              new CgroupKey(1, 0), new ProcessKey(7, 1), "busy", Kind.USER, 500_000_000 + second++);
      cpu.next(new CpuReading(List.of(task), List.of(), List.of(), 0, 0, List.of()));
      clock.advance(Duration.ofSeconds(1));
      sampler.tick();
    }
  }

  private static long uj(Sampler sampler, Component component) {
    Snapshot snapshot = sampler.latest();
    long sumUj = 0;
    for (int zone = 0; zone < snapshot.zones().size(); zone++) {
      if (snapshot.zones().get(zone).component() == component) {
        sumUj += snapshot.node().idleUj(zone) + snapshot.node().dynamicUj(zone);
      }
    }
    return sumUj;
  }

  private Sampler sampler(String... wanted) {
    PowerChoice power =
        PowerChoice.of(
            List.of(wanted),
            EstimateUse.ALONE,
            Set.of(
                BatteryModule.offer(() -> host.host()),
                HwmonModule.offer(() -> host.host(), TestSettings.defaults()),
                PowercapModule.offer(() -> host.host())));
    return new SamplerFixture(cpu, clock, logger).of(host.host(), power.cover());
  }
}
