// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.config.EstimateUse;
import io.keplerotel.agent.config.Settings;
import io.keplerotel.agent.linux.fs.HostFiles;
import io.keplerotel.agent.model.CgroupKey;
import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.model.CpuReading;
import io.keplerotel.agent.model.Fault;
import io.keplerotel.agent.model.ProcessKey;
import io.keplerotel.agent.model.Snapshot;
import io.keplerotel.agent.model.TaskTime;
import io.keplerotel.agent.model.TaskTime.Kind;
import io.keplerotel.agent.model.TickLoad;
import io.keplerotel.agent.power.PowerChoice;
import io.keplerotel.agent.power.PowerOffer;
import io.keplerotel.agent.power.ipmi.IpmiModule;
import io.keplerotel.agent.power.meter.MeterModule;
import io.keplerotel.agent.power.powercap.PowercapModule;
import io.keplerotel.agent.power.redfish.RedfishModule;
import io.keplerotel.agent.testing.FakeClock;
import io.keplerotel.agent.testing.FakeServer;
import io.keplerotel.agent.testing.FakeServer.Answer;
import io.keplerotel.agent.testing.PowercapFixture;
import io.keplerotel.agent.testing.RecordingLogger;
import io.keplerotel.agent.testing.ScriptedCpu;
import io.keplerotel.agent.testing.TestSettings;
import io.keplerotel.agent.testing.Waiting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A rack's PDU shows 150 W where RAPL counts 45 (Kepler's issue 1349): what is not the packages' is
 * other, and the sum is the meter's.
 */
class RackMeterTest {
  private static final long RANGE_UJ = 262_143_328_850L;

  @TempDir Path root = Path.of("");
  private final AtomicLong meterUj = new AtomicLong(987_654_321_000_001L);
  private volatile String answer = "";
  private final FakeServer server = FakeServer.plain(exchange -> new Answer(200, page()));
  private final FakeClock clock = new FakeClock();
  private final ScriptedCpu cpu = new ScriptedCpu();
  private final RecordingLogger logger = new RecordingLogger();

  @AfterEach
  void end() {
    server.close();
  }

  @Test
  void theSumIsTheMetersToTheMicrojoule() throws Exception {
    PowercapFixture rapl = rapl();
    Sampler sampler = sampler("pdu_joules_total{outlet=\"7\"}");
    // It is believed once it has moved.
    second(sampler, rapl, 0);
    second(sampler, rapl, 150_000_000);
    long platformUj = uj(sampler, Component.PLATFORM);
    long insideUj = uj(sampler, Component.PACKAGE) + uj(sampler, Component.OTHER);
    long before = meterUj.get();
    for (int i = 0; i < 3; i++) {
      second(sampler, rapl, 150_000_003);
    }
    long usedUj = meterUj.get() - before;
    assertThat(usedUj).isEqualTo(450_000_009);
    assertThat(uj(sampler, Component.PLATFORM) - platformUj).isEqualTo(usedUj);
    assertThat(uj(sampler, Component.PACKAGE) + uj(sampler, Component.OTHER) - insideUj)
        .isEqualTo(usedUj);
    assertThat(sampler.lastTick().zonesBySource().get("meter")).hasSize(1);
  }

  @Test
  void aMeterThatLagsIsMadeUpForAndOtherNeverFalls() throws Exception {
    PowercapFixture rapl = rapl();
    Sampler sampler = sampler("pdu_joules_total");
    second(sampler, rapl, 0);
    second(sampler, rapl, 150_000_000);
    long insideUj = uj(sampler, Component.PACKAGE) + uj(sampler, Component.OTHER);
    long otherUj = uj(sampler, Component.OTHER);
    long before = meterUj.get();
    // Less than the packages in it: the meter is behind, and makes up for it in the next reading.
    second(sampler, rapl, 10_000_000);
    assertThat(uj(sampler, Component.OTHER)).isEqualTo(otherUj);
    second(sampler, rapl, 290_000_000);
    assertThat(uj(sampler, Component.PACKAGE) + uj(sampler, Component.OTHER) - insideUj)
        .isEqualTo(meterUj.get() - before);
  }

  @Test
  void anImpossibleValueIsNamedAndNotBooked() throws Exception {
    PowercapFixture rapl = rapl();
    Sampler sampler = sampler("pdu_joules_total");
    second(sampler, rapl, 0);
    second(sampler, rapl, 150_000_000);
    long platformUj = uj(sampler, Component.PLATFORM);
    answer = "pdu_joules_total NaN\n";
    second(sampler, rapl, 0);
    assertThat(uj(sampler, Component.PLATFORM)).isEqualTo(platformUj);
    assertThat(uj(sampler, Component.PACKAGE)).as("others go on").isPositive();
    assertThat(logger.lines())
        .anySatisfy(line -> assertThat(line).contains("says NaN (J)", "it is not counted"));
  }

  @Test
  void whatNobodyHasSetUpIsNotEvenBuilt() throws Exception {
    Settings settings = settings(Map.of());
    Set<PowerOffer> offers =
        Set.of(
            MeterModule.offer(settings), RedfishModule.offer(settings), IpmiModule.offer(settings));
    assertThat(PowerChoice.of(List.of("auto"), EstimateUse.NEVER, offers).found()).isEmpty();
    PowerChoice named = PowerChoice.of(List.of("redfish", "meter"), EstimateUse.NEVER, offers);
    assertThat(named.found()).containsOnlyKeys("redfish", "meter");
    Waiting.until(() -> faults(named).size() == 2);
    assertThat(faults(named))
        .anySatisfy(why -> assertThat(why).contains("power.redfish.url is not set"))
        .anySatisfy(why -> assertThat(why).contains("set one of power.meter.url and"));
  }

  private static List<String> faults(PowerChoice choice) {
    return choice.cover().read(new TickLoad(1_000_000_000, 0, 1)).bySource().values().stream()
        .flatMap(part -> part.faults().stream())
        .map(Fault::message)
        .toList();
  }

  private String page() {
    long now = meterUj.get();
    return answer.isEmpty()
        ? "pdu_joules_total{outlet=\"7\"} %d.%06d\n".formatted(now / 1_000_000, now % 1_000_000)
        : answer;
  }

  private PowercapFixture rapl() {
    return new PowercapFixture(root.resolve("sys")).zone("intel-rapl:0", "package-0", 5, RANGE_UJ);
  }

  /** The machine uses energy for a second, and the meter is read at its end. */
  private void second(Sampler sampler, PowercapFixture rapl, long usedUj) throws Exception {
    rapl.use("intel-rapl:0", 45_000_000);
    meterUj.addAndGet(usedUj);
    int asked = server.asked().size();
    // The one after the next has begun: what the next one has said was said with this value.
    Waiting.until(() -> server.asked().size() > asked + 1);
    TaskTime task =
        new TaskTime(new CgroupKey(1, 0), new ProcessKey(7, 1), "busy", Kind.USER, 500_000_000);
    cpu.next(new CpuReading(List.of(task), List.of(), List.of(), 0, 0, List.of()));
    clock.advance(Duration.ofSeconds(1));
    sampler.tick();
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

  private static Settings settings(Map<String, String> flags) throws Exception {
    return TestSettings.load(Optional.empty(), Map.of(), flags);
  }

  private Sampler sampler(String metric) throws Exception {
    HostFiles files = new HostFiles(root.resolve("proc"), root.resolve("sys"));
    Settings settings =
        settings(
            Map.of(
                "--power.meter.url",
                server.url("/metrics").toString(),
                "--power.meter.metric",
                metric,
                "--power.meter.unit",
                "J",
                "--power.meter.interval",
                "100ms"));
    PowerChoice power =
        PowerChoice.of(
            List.of("auto"),
            EstimateUse.NEVER,
            Set.of(
                MeterModule.offer(settings),
                RedfishModule.offer(settings),
                IpmiModule.offer(settings),
                PowercapModule.offer(() -> files)));
    return new SamplerFixture(cpu, clock, logger).of(files, power.cover());
  }
}
