// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.attribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.model.Provenance;
import io.keplerotel.agent.model.Reading;
import io.keplerotel.agent.model.Snapshot;
import io.keplerotel.agent.model.Turnover;
import io.keplerotel.agent.model.UsageKind;
import io.keplerotel.agent.model.Zone;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A zone that takes another one's place begins there; nothing is counted twice. */
class TurnoverTest extends LedgerFixture {
  private static final Zone SECOND =
      new Zone("package-0", Component.PACKAGE, "0", Optional.empty(), "perf", Provenance.MEASURED);
  private static final Zone MODEL =
      new Zone(
          "package-0", Component.PACKAGE, "0", Optional.empty(), "model", Provenance.ESTIMATED);

  @Test
  void aCounterThatTakesOverCountsFromItsBaselineOn() {
    count(PACKAGE, 0, 10_000_000, 20_000_000);
    book(takeover(PACKAGE, SECOND, Optional.of(700_000_000L), 703_000_000));
    book(stopped(PACKAGE, counter(SECOND, 708_000_000)));
    assertThat(total(ledger.snapshot().node(), 0)).isEqualTo(20_000_000);
    assertThat(total(ledger.snapshot().node(), 1)).isEqualTo(8_000_000);
  }

  @Test
  void withoutABaselineItsFirstReadingIsOne() {
    count(PACKAGE, 0, 10_000_000);
    book(takeover(PACKAGE, SECOND, Optional.empty(), 703_000_000));
    book(stopped(PACKAGE, counter(SECOND, 708_000_000)));
    assertThat(total(ledger.snapshot().node(), 1)).isEqualTo(5_000_000);
  }

  @Test
  void whoComesBackDoesNotCountWhatOthersCountedMeanwhile() {
    count(PACKAGE, 0, 10_000_000);
    book(takeover(PACKAGE, SECOND, Optional.of(0L), 4_000_000));
    for (int second = 2; second < 8; second++) {
      book(stopped(PACKAGE, counter(SECOND, second * 4_000_000L)));
    }
    book(takeover(SECOND, PACKAGE, Optional.of(90_000_000L), 95_000_000));
    book(stopped(SECOND, counter(PACKAGE, 101_000_000)));
    assertThat(total(ledger.snapshot().node(), 0)).isEqualTo(10_000_000 + 11_000_000);
    assertThat(total(ledger.snapshot().node(), 1)).isEqualTo(28_000_000);
    assertThat(total(ledger.snapshot().unattributed(), 0)).as("it is no gap").isZero();
  }

  @Test
  void anEstimateThatComesBackCountsItsOwnTickOnly() {
    book(List.of(estimate()), List.of(A), usage(A, 1, 100));
    count(PACKAGE, 0, 10_000_000);
    book(
        tick(
            new Turnover(Set.of(PACKAGE), Map.of(MODEL, new Turnover.Start(Optional.empty()))),
            estimate()));
    assertThat(total(ledger.snapshot().node(), 0)).isEqualTo(60_000_000);
  }

  /** A platform that comes later, or goes to another source, must not make up for the past. */
  @Test
  void otherGoesOnFromWhereItStoodWhoeverMeasuresThePlatform() {
    Zone bmc =
        new Zone("bmc", Component.PLATFORM, "", Optional.empty(), "redfish", Provenance.MEASURED);
    count(PACKAGE, 0, 40_000_000, 80_000_000);
    book(List.of(counter(PACKAGE, 120_000_000), counter(bmc, 5)), List.of(A), usage(A, 1, 1));
    book(
        List.of(counter(PACKAGE, 160_000_000), counter(bmc, 100_000_005)),
        List.of(A),
        usage(A, 1, 1));
    Snapshot snapshot = ledger.snapshot();
    int other = index(snapshot, Component.OTHER);
    assertThat(snapshot.zones().get(other).source()).isEqualTo("redfish");
    assertThat(total(snapshot.node(), other)).isEqualTo(60_000_000);
    book(
        tick(
            new Turnover(
                Set.of(PACKAGE),
                Map.of(SECOND, new Turnover.Start(Optional.of(new Reading.Counter(SECOND, 9, 0))))),
            counter(SECOND, 30_000_009),
            counter(bmc, 200_000_005)));
    assertThat(total(ledger.snapshot().node(), other)).isEqualTo(60_000_000 + 70_000_000);
  }

  private void count(Zone zone, long... valuesUj) {
    for (long valueUj : valuesUj) {
      book(List.of(counter(zone, valueUj)), List.of(A), usage(A, 1, 100));
    }
  }

  private Tick takeover(Zone from, Zone to, Optional<Long> baselineUj, long nowUj) {
    Turnover.Start start =
        new Turnover.Start(baselineUj.map(value -> new Reading.Counter(to, value, 0)));
    return tick(new Turnover(Set.of(from), Map.of(to, start)), counter(to, nowUj));
  }

  private Tick stopped(Zone zone, Reading... readings) {
    return tick(new Turnover(Set.of(zone), Map.of()), readings);
  }

  private Tick tick(Turnover turnover, Reading... readings) {
    return new Tick(
        at(),
        load(),
        new ArrayList<>(List.of(readings)),
        turnover,
        List.of(usage(A, 1, 100)),
        Map.of(UsageKind.CPU_TIME, 0L),
        List.of(A),
        Map.of(),
        List.of(),
        Tick.Users.KNOWN);
  }

  private static Reading estimate() {
    return new Reading.Power(MODEL, 30_000_000, OptionalLong.of(10_000_000));
  }
}
