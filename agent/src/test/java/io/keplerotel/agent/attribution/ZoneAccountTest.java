// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.attribution;

import static io.keplerotel.agent.attribution.ZoneAccount.Outcome.BOOKED;
import static io.keplerotel.agent.attribution.ZoneAccount.Outcome.FIRST_SIGHT;
import static io.keplerotel.agent.attribution.ZoneAccount.Outcome.RESET;
import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.attribution.ZoneAccount.Outcome;
import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.model.Provenance;
import io.keplerotel.agent.model.Reading;
import io.keplerotel.agent.model.Zone;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ZoneAccountTest {
  private static final long SECOND_NS = 1_000_000_000L;
  private static final long RANGE_UJ = 262_143_328_850L;
  private static final Zone ZONE =
      new Zone(
          "package-0", Component.PACKAGE, "0", Optional.empty(), "rapl-sysfs", Provenance.MEASURED);

  private final ZoneAccount account = new ZoneAccount(ZONE, OptionalLong.empty());

  @Test
  void firstSightIsNotEnergy() {
    assertThat(read(1_000_000, 0)).isEqualTo(FIRST_SIGHT);
    assertThat(account.totalUj()).isZero();
  }

  @Test
  void differenceOfTwoReadingsIsEnergy() {
    read(1_000_000, 0);
    assertThat(read(6_000_000, SECOND_NS)).isEqualTo(BOOKED);
    assertThat(account.totalUj()).isEqualTo(5_000_000);
  }

  @Test
  void wrapBetweenTwoReadingsAddsOnce() {
    read(RANGE_UJ - 1_000_000, 0);
    assertThat(read(4_000_000, SECOND_NS)).isEqualTo(BOOKED);
    assertThat(account.totalUj()).isEqualTo(5_000_000);
  }

  @Test
  void stepBackThatIsNoPlausibleWrapIsAReset() {
    read(5_000_000, 0);
    assertThat(read(4_000_000, SECOND_NS)).isEqualTo(RESET);
    assertThat(account.totalUj()).isZero();
    assertThat(read(4_500_000, SECOND_NS)).isEqualTo(BOOKED);
    assertThat(account.totalUj()).isEqualTo(500_000);
  }

  @Test
  void stepBackFromBeyondTheRangeIsAReset() {
    read(RANGE_UJ + 5_000_000, 0);
    assertThat(read(1_000_000, SECOND_NS)).isEqualTo(RESET);
    assertThat(account.totalUj()).isZero();
  }

  @Test
  void leapForwardOfPetajoulesIsAReset() {
    read(5_000_000, 0);
    assertThat(read(920_000_000_000_000L, SECOND_NS)).isEqualTo(RESET);
    assertThat(account.totalUj()).isZero();
  }

  @Test
  void energyOfAMissedTickArrivesWithTheNextReading() {
    read(1_000_000, 0);
    account.begin(SECOND_NS);
    assertThat(read(11_000_000, SECOND_NS)).isEqualTo(BOOKED);
    assertThat(account.totalUj()).isEqualTo(10_000_000);
    assertThat(account.tickIsNobodys).isFalse();
  }

  @Test
  void energyOfALongGapIsNobodys() {
    read(1_000_000, 0);
    for (int i = 0; i < 10; i++) {
      account.begin(SECOND_NS);
    }
    read(111_000_000, SECOND_NS);
    assertThat(account.totalUj()).isEqualTo(110_000_000);
    assertThat(account.tickIsNobodys).isTrue();
  }

  @Test
  void fixedIdlePowerIsObeyed() {
    ZoneAccount fixed = new ZoneAccount(ZONE, OptionalLong.of(3_000_000));
    fixed.begin(0);
    fixed.read(new Reading.Counter(ZONE, 0, RANGE_UJ), 0);
    fixed.begin(2 * SECOND_NS);
    fixed.read(new Reading.Counter(ZONE, 10_000_000, RANGE_UJ), 0.5);
    assertThat(fixed.idleUj).isEqualTo(6_000_000);
    assertThat(fixed.dynamicUj).isEqualTo(4_000_000);
  }

  @Test
  void powerIsIntegratedOverMeasuredTimeWithoutLosingFractions() {
    for (int i = 0; i < 1000; i++) {
      account.begin(333_333_000);
      account.read(new Reading.Power(ZONE, 1_000_001, OptionalLong.of(400_000)), 0.1);
    }
    assertThat(account.totalUj()).isEqualTo(333_333_333L);
    assertThat(account.idleUj).isEqualTo(133_333_000L);
  }

  @Test
  void randomCountersWithAnyRangeAreFollowedExactly() {
    for (int seed = 0; seed < 100; seed++) {
      Random random = new Random(seed);
      long rangeUj = random.nextLong(1_000, 4_000_000_000L);
      ZoneAccount zone = new ZoneAccount(ZONE, OptionalLong.empty());
      long truthUj = 0;
      long counterUj = random.nextLong(rangeUj);
      zone.begin(0);
      zone.read(new Reading.Counter(ZONE, counterUj, rangeUj), 0);
      for (int tick = 0; tick < 200; tick++) {
        long usedUj = random.nextLong(rangeUj);
        truthUj += usedUj;
        counterUj = (counterUj + usedUj) % rangeUj;
        zone.begin(SECOND_NS);
        zone.read(new Reading.Counter(ZONE, counterUj, rangeUj), random.nextDouble());
        assertThat(zone.idleUj + zone.dynamicUj).as("seed %s", seed).isEqualTo(truthUj);
      }
    }
  }

  private Outcome read(long energyUj, long elapsedNs) {
    account.begin(elapsedNs);
    return account.read(new Reading.Counter(ZONE, energyUj, RANGE_UJ), 0.5);
  }
}
