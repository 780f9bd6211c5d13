// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.keplerotel.agent.config.EstimateUse;
import io.keplerotel.agent.linux.fs.Fixture;
import io.keplerotel.agent.linux.fs.HostFiles;
import io.keplerotel.agent.model.Fault;
import io.keplerotel.agent.model.TickLoad;
import io.keplerotel.agent.power.perf.FakePerfEvents;
import io.keplerotel.agent.power.perf.PerfModule;
import io.keplerotel.agent.power.perf.PerfSource;
import io.keplerotel.agent.power.perf.PmuFixture;
import io.keplerotel.agent.power.powercap.PowercapModule;
import io.keplerotel.agent.power.rapl.CpuFixture;
import io.keplerotel.agent.testing.PowercapFixture;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Powercap and perf events of one machine, which show the same counters. */
class CrossCheckTest {
  private static final long SECOND_NS = 1_000_000_000L;
  private static final long RANGE_UJ = 262_143_328_850L;
  private static final long JOULE = 1L << 32;
  private static final String PACKAGE = "intel-rapl:0";
  private static final String DRAM = "intel-rapl:0/intel-rapl:0:0";

  @TempDir Path folder = Path.of("");
  private final FakePerfEvents kernel = new FakePerfEvents();
  private PowercapFixture powercap = new PowercapFixture(Path.of("/nowhere"));
  private Fixture fixture = new Fixture(Path.of("/"));
  private int perfReads;

  @BeforeEach
  void build() {
    fixture = new Fixture(folder);
    new CpuFixture(fixture).model(CpuFixture.XEON).place(0, 0, 0, 0);
    powercap =
        new PowercapFixture(folder.resolve("sys"))
            .zone(PACKAGE, "package-0", RANGE_UJ - 100_000_000, RANGE_UJ)
            .zone(DRAM, "dram", 0, RANGE_UJ);
    new PmuFixture(fixture, "power", 12).cpus("0").event("energy-pkg", 2).event("energy-ram", 3);
  }

  @Test
  void twoThatAgreeAreShownAndNoFault() {
    PowerReader cover = cover("auto");
    PowerSample sample = run(cover, 75, 50, 50);
    assertThat(sample.compared())
        .extracting(each -> each.zone() + " " + each.source() + " " + each.other())
        .containsExactly("package-0 rapl perf", "package-0/dram rapl perf");
    assertThat(sample.compared()).allSatisfy(each -> assertThat(each.ratio()).isZero());
    assertThat(faults(sample)).isEmpty();
    assertThat(sample.bySource()).as("perf stands by").containsOnlyKeys("rapl");
    assertThat(sample.readings())
        .extracting(each -> each.zone().source())
        .containsOnly("rapl-sysfs");
  }

  @Test
  void theSecondIsReadOnceInTenSecondsOnly() {
    PowerReader cover = cover("auto");
    run(cover, 2, 50, 50);
    int before = perfReads;
    run(cover, 60, 50, 50);
    assertThat(perfReads - before).isEqualTo(6);
  }

  @Test
  void twoThatDisagreeAreANamedFaultUntilTheyAgree() {
    PowerReader cover = cover("auto");
    PowerSample sample = run(cover, 75, 50, 40);
    assertThat(ratio(sample, "package-0")).isCloseTo(0.2, within(0.001));
    assertThat(ratio(sample, "package-0/dram")).isZero();
    assertThat(faults(sample))
        .singleElement()
        .satisfies(fault -> assertThat(fault.part()).isEqualTo("disagreement package-0 perf"))
        .satisfies(
            fault ->
                assertThat(fault.message())
                    .startsWith(
                        "rapl and perf disagree about package-0 by 20 %: 3000.0 J and 2400.0 J in the same minute"));
    assertThat(faults(run(cover, 5, 50, 50))).as("the verdict stands for its minute").hasSize(1);
    assertThat(faults(run(cover, 130, 50, 50))).isEmpty();
  }

  @Test
  void aSecondThatIsDeadDisagreesByAll() {
    assertThat(ratio(run(cover("auto"), 75, 50, 0), "package-0")).isEqualTo(1);
  }

  @Test
  void whatHardlyCountsIsNotCompared() {
    PowerReader cover = cover("auto");
    PowerSample sample = cover.read(load());
    for (int second = 0; second < 200; second++) {
      powercap.use(PACKAGE, 1_000);
      sample = cover.read(load());
    }
    assertThat(sample.compared()).isEmpty();
  }

  @Test
  void theOrderIsThatOfTheSettings() {
    PowerSample sample = run(cover("perf", "rapl"), 75, 50, 50);
    assertThat(sample.readings())
        .extracting(each -> each.zone().source())
        .containsOnly("rapl-perf");
    assertThat(sample.compared())
        .extracting(each -> each.source() + " " + each.other())
        .containsOnly("perf rapl");
  }

  @Test
  void wherePowercapDiesPerfGoesOnUnderTheSameIds() {
    PowerReader cover = cover("auto");
    run(cover, 20, 50, 50);
    fixture.remove("sys/class/powercap");
    PowerSample sample = cover.read(load());
    for (int second = 0; sample.takeovers().isEmpty(); second++) {
      assertThat(second).isLessThan(20);
      kernel.count("energy-pkg", 0, 50 * JOULE);
      sample = cover.read(load());
      cover.booked();
    }
    assertThat(sample.readings())
        .extracting(each -> each.zone().id() + " " + each.zone().source())
        .containsExactly("package-0 rapl-perf", "package-0/dram rapl-perf");
    assertThat(sample.compared()).isEmpty();
  }

  private PowerReader cover(String... sources) {
    HostFiles files = fixture.host();
    PowerOffer perf =
        new PowerOffer(
            PerfModule.CARD,
            () -> {
              PerfSource source = new PerfSource(files, kernel);
              return new PowerSource() {
                @Override
                public Discovery discover() {
                  return source.discover();
                }

                @Override
                public PowerReading read(TickLoad load) {
                  perfReads++;
                  return source.read(load);
                }
              };
            });
    Set<PowerOffer> offers = Set.of(PowercapModule.offer(() -> files), perf);
    return PowerChoice.of(List.of(sources), EstimateUse.NEVER, offers).cover();
  }

  /** So many seconds in which the package uses so many joules each, as the two count it. */
  private PowerSample run(PowerReader cover, int seconds, int powercapJoules, int perfJoules) {
    PowerSample sample = cover.read(load(0));
    for (int second = 0; second < seconds; second++) {
      powercap.use(PACKAGE, powercapJoules * 1_000_000L);
      powercap.use(DRAM, 3_000_000);
      kernel.count("energy-pkg", 0, perfJoules * JOULE);
      kernel.count("energy-ram", 0, 3 * JOULE);
      sample = cover.read(load());
      cover.booked();
    }
    return sample;
  }

  private static double ratio(PowerSample sample, String zone) {
    return sample.compared().stream()
        .filter(each -> each.zone().equals(zone))
        .findFirst()
        .orElseThrow()
        .ratio();
  }

  private static List<Fault> faults(PowerSample sample) {
    return Objects.requireNonNull(sample.bySource().get("rapl")).faults();
  }

  private static TickLoad load() {
    return load(1);
  }

  private static TickLoad load(int seconds) {
    return new TickLoad(seconds * SECOND_NS, seconds * SECOND_NS / 2, 4);
  }
}
