// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.attribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.model.IdlePolicy;
import io.keplerotel.agent.model.Reading;
import io.keplerotel.agent.model.Snapshot;
import io.keplerotel.agent.model.Zone;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The zone beside everything that is read, through the ledger. */
class OtherZoneTest extends LedgerFixture {
  @Test
  void otherIsPlatformLessPackagesAndDramAndNeverFalls() {
    long[] platformUj = {0, 50_000_000, 60_000_000, 130_000_000};
    long[] packageUj = {0, 20_000_000, 40_000_000, 60_000_000};
    long[] dramUj = {0, 5_000_000, 10_000_000, 15_000_000};
    long[] otherUj = {0, 25_000_000, 25_000_000, 55_000_000};
    for (int i = 0; i < platformUj.length; i++) {
      book(
          List.of(
              counter(PACKAGE, packageUj[i]),
              counter(DRAM, dramUj[i]),
              counter(PSYS, platformUj[i])),
          List.of(A),
          usage(A, 1, 100));
      Snapshot snapshot = ledger.snapshot();
      assertThat(snapshot.zones().get(3).component()).isEqualTo(Component.OTHER);
      assertThat(total(snapshot.node(), 3)).isEqualTo(otherUj[i]);
    }
  }

  /** A meter of the whole machine and nothing in it: the total of containers is what it says. */
  @Test
  void aPlatformInWhichNothingIsMeasuredIsOtherAsAWholeUntilAPackageIs() {
    for (int second = 0; second <= 4; second++) {
      List<Reading> readings = new ArrayList<>();
      readings.add(counter(PSYS, second * 100_000_000L));
      if (second >= 2) {
        readings.add(counter(PACKAGE, second * 60_000_000L));
      }
      book(readings, List.of(A), usage(A, 1, 100));
    }
    Snapshot snapshot = ledger.snapshot();
    // 100 W for a second; one of which it is not known how much was the package's; then 40 W.
    assertThat(total(snapshot.node(), index(snapshot, Component.OTHER))).isEqualTo(180_000_000);
    assertThat(total(snapshot.node(), index(snapshot, Component.PACKAGE))).isEqualTo(120_000_000);
  }

  /** Issue, A2: one missed reading of a package turned 100 J of idle energy into dynamic. */
  @Test
  void otherAfterAMissedReadingOfAPackageIsAsIdleAsBefore() {
    ledger = new Ledger(fixedIdle(), START);
    for (int second = 0; second <= 4; second++) {
      List<Reading> readings = new ArrayList<>();
      readings.add(counter(PSYS, second * 150_000_000L));
      if (second != 2) {
        readings.add(counter(PACKAGE, second * 50_000_000L));
      }
      book(readings, List.of(A), usage(A, 1, 100));
    }
    Snapshot snapshot = ledger.snapshot();
    int other = index(snapshot, Component.OTHER);
    assertThat(snapshot.node().idleUj(other)).isEqualTo(400_000_000);
    assertThat(snapshot.node().dynamicUj(other)).isZero();
  }

  /** Issue, A2: after nine missed ticks 500 J went to who ran then. */
  @Test
  void otherAfterALongGapIsUnattributed() {
    for (int second = 0; second <= 11; second++) {
      List<Reading> readings = new ArrayList<>();
      readings.add(counter(PSYS, second * 100_000_000L));
      if (second < 2 || second > 10) {
        readings.add(counter(PACKAGE, second * 50_000_000L));
      }
      book(readings, List.of(A), usage(A, 1, 100));
    }
    Snapshot snapshot = ledger.snapshot();
    int other = index(snapshot, Component.OTHER);
    assertThat(total(snapshot.node(), other)).isEqualTo(550_000_000);
    assertThat(total(snapshot.unattributed(), other)).isEqualTo(500_000_000);
  }

  @Test
  void otherIsAllPlatformRailsLessAllPackagesAndDies() {
    List<Zone> rails =
        List.of(zone("psys-0", Component.PLATFORM), zone("psys-1", Component.PLATFORM));
    List<Zone> dies =
        List.of(
            zone("package-0-die-0", Component.PACKAGE),
            zone("package-0-die-1", Component.PACKAGE),
            zone("package-1", Component.PACKAGE));
    for (int second = 0; second <= 2; second++) {
      List<Reading> readings = new ArrayList<>();
      for (Zone rail : rails) {
        readings.add(counter(rail, second * 100_000_000L));
      }
      for (Zone die : dies) {
        readings.add(counter(die, second * 40_000_000L));
      }
      book(readings, List.of(A), usage(A, 1, 100));
    }
    Snapshot snapshot = ledger.snapshot();
    assertThat(total(snapshot.node(), index(snapshot, Component.OTHER))).isEqualTo(160_000_000);
  }

  /** A small wrong edit that stayed unseen: other that waits for any part instead of all. */
  @Test
  void otherWaitsForEachOfThePackages() {
    Zone second = zone("package-1", Component.PACKAGE);
    book(List.of(counter(PSYS, 0), counter(PACKAGE, 0), counter(second, 0)), List.of(A));
    book(
        List.of(counter(PSYS, 90_000_000), counter(PACKAGE, 20_000_000)),
        List.of(A),
        usage(A, 1, 1));
    assertThat(total(ledger.snapshot().node(), index(ledger.snapshot(), Component.OTHER))).isZero();
  }

  @Test
  void fixedIdlePowerOfOtherIsObeyed() {
    ledger =
        new Ledger(
            new AttributionSettings(
                IdlePolicy.EVEN, Map.of("other", 7_000_000L), 2, Duration.ofSeconds(60)),
            START);
    book(List.of(counter(PSYS, 0), counter(PACKAGE, 0)), List.of(A));
    book(List.of(counter(PSYS, 90_000_000), counter(PACKAGE, 20_000_000)), List.of(A));
    int other = index(ledger.snapshot(), Component.OTHER);
    assertThat(ledger.snapshot().node().idleUj(other)).isEqualTo(7_000_000);
    assertThat(ledger.snapshot().node().dynamicUj(other)).isEqualTo(63_000_000);
  }

  private static AttributionSettings fixedIdle() {
    return new AttributionSettings(
        IdlePolicy.EVEN,
        Map.of("package-0", 50_000_000L, "psys", 150_000_000L),
        2,
        Duration.ofSeconds(60));
  }
}
