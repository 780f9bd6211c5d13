// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.linux.fs.HostFiles;
import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.model.Fault;
import io.keplerotel.agent.model.TickLoad;
import io.keplerotel.agent.power.TrialSource.Coverage;
import io.keplerotel.agent.power.powercap.PowercapSource;
import io.keplerotel.agent.testing.PowercapFixture;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrialSourceTest {
  private static final long RANGE_UJ = 262_143_328_850L;
  private static final long SECOND_NS = 1_000_000_000L;
  private static final String PACKAGE = "intel-rapl:0";
  private static final String UNCORE = "intel-rapl:0/intel-rapl:0:1";
  private static final String PSYS = "intel-rapl:1";

  @TempDir Path sysfs = Path.of("");
  private PowercapFixture rapl = new PowercapFixture(Path.of("/nowhere"));

  @Test
  void aPackageIsBelievedOnceItMovesAndThenItsIdleUncoreTooThoughThatNeverDoes() {
    TrialSource source = client();
    assertThat(zones(source, 0)).isEmpty();
    assertThat(source.coverage(Component.PACKAGE)).isEqualTo(Coverage.UNDECIDED);
    rapl.use(PACKAGE, 1);
    assertThat(zones(source, 1)).containsExactly("package-0", "package-0/uncore");
    assertThat(source.coverage(Component.PACKAGE)).isEqualTo(Coverage.COVERED);
    for (int second = 0; second < 100; second++) {
      rapl.use(PACKAGE, 1);
      assertThat(zones(source, 1)).containsExactly("package-0", "package-0/uncore");
    }
  }

  /** Issue, A5: VMs with dead powercap zones showed 0 J measured. */
  @Test
  void aPackageThatNeverMovesThoughTheCpusAreBusyIsANamedFaultAndNotPassedOn() {
    TrialSource source = client();
    zones(source, 0);
    for (int second = 0; second < 3; second++) {
      assertThat(source.coverage(Component.PACKAGE)).isEqualTo(Coverage.UNDECIDED);
      assertThat(zones(source, 1)).isEmpty();
    }
    assertThat(source.coverage(Component.PACKAGE)).isEqualTo(Coverage.NOT_COVERED);
    assertThat(faults(source))
        .singleElement()
        .satisfies(fault -> assertThat(fault.part()).isEqualTo("package-0"))
        .satisfies(
            fault ->
                assertThat(fault.message())
                    .startsWith(
                        "the energy counter of package-0 never moves though the CPUs are busy"));
  }

  @Test
  void aDeadPackageThatBeginsToMoveIsBelieved() {
    TrialSource source = client();
    for (int second = 0; second < 10; second++) {
      zones(source, 1);
    }
    assertThat(source.coverage(Component.PACKAGE)).isEqualTo(Coverage.NOT_COVERED);
    rapl.use(PACKAGE, 1);
    assertThat(zones(source, 1)).contains("package-0");
    assertThat(faults(source)).isEmpty();
  }

  @Test
  void aPackageThatStopsInMidRunIsAFaultUntilItMovesAgain() {
    TrialSource source = client();
    zones(source, 0);
    rapl.use(PACKAGE, 1);
    for (int second = 0; second < 10; second++) {
      assertThat(zones(source, 1)).contains("package-0");
    }
    assertThat(source.read(load(1)))
        .satisfies(reading -> assertThat(reading.readings()).isEmpty())
        .satisfies(
            reading ->
                assertThat(reading.faults())
                    .singleElement()
                    .satisfies(
                        fault -> assertThat(fault.message()).contains("does not move any more")));
    assertThat(source.coverage(Component.PACKAGE)).isEqualTo(Coverage.NOT_COVERED);
    rapl.use(PACKAGE, 1_000_000);
    assertThat(zones(source, 1)).contains("package-0");
    assertThat(source.coverage(Component.PACKAGE)).isEqualTo(Coverage.COVERED);
    assertThat(faults(source)).isEmpty();
  }

  @Test
  void onAMachineThatDoesNothingAtAllNoCounterIsCalledDead() {
    TrialSource source = client();
    for (int second = 0; second < 100; second++) {
      source.read(new TickLoad(SECOND_NS, 0, 4));
    }
    assertThat(source.coverage(Component.PACKAGE)).isEqualTo(Coverage.UNDECIDED);
  }

  /** Issue, A5: a psys of 0.2 W beside a package of 95 W was shown as the whole machine. */
  @Test
  void aPlatformThatCountsLessThanItsPackagesIsANamedFaultAndNotPassedOn() {
    rapl =
        new PowercapFixture(sysfs)
            .zone(PACKAGE, "package-0", 0, RANGE_UJ)
            .zone(PSYS, "psys", 0, RANGE_UJ);
    TrialSource source = source();
    zones(source, 0);
    rapl.use(PACKAGE, 95_000_000);
    rapl.use(PSYS, 200_000);
    assertThat(zones(source, 1)).containsExactly("package-0");
    assertThat(faults(source))
        .singleElement()
        .satisfies(
            fault ->
                assertThat(fault.message())
                    .isEqualTo(
                        "psys counts less energy than the CPU packages in it: it does not measure the whole machine and is not counted"));
  }

  @Test
  void aPlatformThatCountsAboutAsMuchAsItsPackagesIsBelievedAndStillWatched() {
    rapl =
        new PowercapFixture(sysfs)
            .zone(PACKAGE, "package-0", 0, RANGE_UJ)
            .zone(PSYS, "psys", 0, RANGE_UJ);
    TrialSource source = source();
    zones(source, 0);
    for (int second = 0; second < 150; second++) {
      rapl.use(PACKAGE, 95_000_000);
      rapl.use(PSYS, 90_000_000);
      assertThat(zones(source, 1)).containsExactly("package-0", "psys");
    }
    int second = 0;
    for (; zones(source, 1).contains("psys"); second++) {
      assertThat(second).as("it is seen within two minutes").isLessThan(120);
      rapl.use(PACKAGE, 95_000_000);
      rapl.use(PSYS, 20_000_000);
    }
  }

  @Test
  void aPlatformWithoutPackagesIsBelievedOnceItMoves() {
    rapl = new PowercapFixture(sysfs).zone(PSYS, "psys", 0, RANGE_UJ);
    TrialSource source = source();
    assertThat(zones(source, 0)).isEmpty();
    rapl.use(PSYS, 5);
    assertThat(zones(source, 1)).containsExactly("psys");
  }

  @Test
  void aSecondPackageThatIsDeadTakesNothingFromTheFirst() {
    rapl =
        new PowercapFixture(sysfs)
            .zone(PACKAGE, "package-0", 0, RANGE_UJ)
            .zone(PSYS, "package-1", 0, RANGE_UJ);
    TrialSource source = source();
    for (int second = 0; second < 5; second++) {
      rapl.use(PACKAGE, 7_000_000);
      zones(source, 1);
    }
    assertThat(zones(source, 1)).containsExactly("package-0");
    assertThat(source.coverage(Component.PACKAGE)).isEqualTo(Coverage.COVERED);
    assertThat(faults(source)).extracting(Fault::part).containsExactly("package-1");
  }

  private TrialSource client() {
    rapl =
        new PowercapFixture(sysfs)
            .zone(PACKAGE, "package-0", 5, RANGE_UJ)
            .zone(UNCORE, "uncore", 0, RANGE_UJ);
    return source();
  }

  private TrialSource source() {
    TrialSource source =
        new TrialSource(new PowercapSource(new HostFiles(Path.of("/proc"), sysfs)));
    source.discover();
    return source;
  }

  private static List<String> zones(TrialSource source, int seconds) {
    return source.read(load(seconds)).readings().stream().map(r -> r.zone().id()).toList();
  }

  private static List<Fault> faults(TrialSource source) {
    return source.read(load(0)).faults();
  }

  private static TickLoad load(int seconds) {
    return new TickLoad(seconds * SECOND_NS, seconds * SECOND_NS / 2, 4);
  }
}
