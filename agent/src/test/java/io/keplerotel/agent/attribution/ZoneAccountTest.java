// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.attribution;

import static io.keplerotel.agent.attribution.ZoneAccount.Outcome.BOOKED;
import static io.keplerotel.agent.attribution.ZoneAccount.Outcome.FIRST_SIGHT;
import static io.keplerotel.agent.attribution.ZoneAccount.Outcome.LOST;
import static io.keplerotel.agent.attribution.ZoneAccount.Outcome.RESET;
import static io.keplerotel.agent.attribution.ZoneAccount.Outcome.STANDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.attribution.ZoneAccount.Outcome;
import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.model.Provenance;
import io.keplerotel.agent.model.Reading;
import io.keplerotel.agent.model.TickLoad;
import io.keplerotel.agent.model.Zone;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
    assertThat(account.idleUj + account.dynamicUj).isZero();
  }

  @Test
  void differenceOfTwoReadingsIsEnergy() {
    read(1_000_000, 0);
    assertThat(read(6_000_000, SECOND_NS)).isEqualTo(BOOKED);
    assertThat(account.idleUj + account.dynamicUj).isEqualTo(5_000_000);
  }

  @Test
  void wrapBetweenTwoReadingsAddsOnce() {
    read(RANGE_UJ - 1_000_000, 0);
    assertThat(read(4_000_000, SECOND_NS)).isEqualTo(BOOKED);
    assertThat(account.idleUj + account.dynamicUj).isEqualTo(5_000_000);
  }

  @Test
  void whatIsReadTwiceAtOneInstantIsIdle() {
    read(1_000, 0);
    assertThat(read(3_000, 0)).isEqualTo(BOOKED);
    assertThat(account.idleUj).isEqualTo(2_000);
    assertThat(account.dynamicUj).isZero();
  }

  @Test
  void stepBackThatIsNoPlausibleWrapIsAReset() {
    read(5_000_000, 0);
    assertThat(read(4_000_000, SECOND_NS)).isEqualTo(RESET);
    assertThat(account.idleUj + account.dynamicUj).isZero();
    assertThat(read(4_500_000, SECOND_NS)).isEqualTo(BOOKED);
    assertThat(account.idleUj + account.dynamicUj).isEqualTo(500_000);
  }

  @Test
  void stepBackFromBeyondTheRangeIsAReset() {
    read(RANGE_UJ + 5_000_000, 0);
    assertThat(read(1_000_000, SECOND_NS)).isEqualTo(RESET);
    assertThat(account.idleUj + account.dynamicUj).isZero();
  }

  @Test
  void leapForwardOfPetajoulesIsAReset() {
    read(5_000_000, 0);
    assertThat(read(920_000_000_000_000L, SECOND_NS)).isEqualTo(RESET);
    assertThat(account.idleUj + account.dynamicUj).isZero();
  }

  @Test
  void energyOfAMissedTickArrivesWithTheNextReading() {
    read(1_000_000, 0);
    pause(account, SECOND_NS);
    assertThat(read(11_000_000, SECOND_NS)).isEqualTo(BOOKED);
    assertThat(account.idleUj + account.dynamicUj).isEqualTo(10_000_000);
    assertThat(account.tickUnattributed).isFalse();
  }

  @Test
  void energyOfALongGapIsUnattributed() {
    read(1_000_000, 0);
    for (int i = 0; i < 10; i++) {
      pause(account, SECOND_NS);
    }
    read(111_000_000, SECOND_NS);
    assertThat(account.idleUj + account.dynamicUj).isEqualTo(110_000_000);
    assertThat(account.tickUnattributed).isTrue();
  }

  @Test
  void fixedIdlePowerIsObeyed() {
    ZoneAccount fixed = new ZoneAccount(ZONE, OptionalLong.of(3_000_000));
    read(fixed, new Reading.Counter(ZONE, 0, RANGE_UJ), 0);
    read(fixed, new Reading.Counter(ZONE, 10_000_000, RANGE_UJ), 2 * SECOND_NS);
    assertThat(fixed.idleUj).isEqualTo(6_000_000);
    assertThat(fixed.dynamicUj).isEqualTo(4_000_000);
  }

  @Test
  void powerIsIntegratedOverMeasuredTimeWithoutLosingFractions() {
    for (int i = 0; i < 1000; i++) {
      read(account, new Reading.Power(ZONE, 1_000_001, OptionalLong.of(400_000)), 333_333_000);
    }
    assertThat(account.idleUj + account.dynamicUj).isEqualTo(333_333_333L);
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
      read(zone, new Reading.Counter(ZONE, counterUj, rangeUj), 0);
      for (int tick = 0; tick < 200; tick++) {
        long usedUj = random.nextLong(rangeUj);
        truthUj += usedUj;
        counterUj = (counterUj + usedUj) % rangeUj;
        read(zone, new Reading.Counter(ZONE, counterUj, rangeUj), SECOND_NS);
        assertThat(zone.idleUj + zone.dynamicUj).as("seed %s", seed).isEqualTo(truthUj);
      }
    }
  }

  @Test
  void aCounterThatErrsOnceAndIsRightAgainLosesNothingAndGainsNothing() {
    read(1_000_000_000, 0);
    assertThat(read(1_005_000_000, SECOND_NS)).isEqualTo(BOOKED);
    assertThat(read(0, SECOND_NS)).isEqualTo(RESET);
    assertThat(read(-1, SECOND_NS)).isEqualTo(RESET);
    assertThat(read(1_020_000_000, SECOND_NS)).isEqualTo(BOOKED);
    assertThat(account.idleUj + account.dynamicUj).isEqualTo(20_000_000);
  }

  @Test
  void aCounterThatStandsAfterALeapIsOneResetUntilItMovesAgain() {
    read(1_000_000_000, 0);
    assertThat(read(5_000, SECOND_NS)).isEqualTo(RESET);
    assertThat(read(5_000, SECOND_NS)).isEqualTo(STANDS);
    assertThat(read(5_000, SECOND_NS)).isEqualTo(STANDS);
    assertThat(read(3_005_000, SECOND_NS)).isEqualTo(BOOKED);
    assertThat(account.idleUj + account.dynamicUj).isEqualTo(3_000_000);
  }

  @Test
  void aTickThatIsNotCommittedHasNotHappened() {
    read(1_000_000, 0);
    account.begin(load(SECOND_NS), Tick.Users.KNOWN);
    account.read(new Reading.Counter(ZONE, 6_000_000, RANGE_UJ));
    assertThat(read(7_000_000, 2 * SECOND_NS)).isEqualTo(BOOKED);
    assertThat(account.idleUj + account.dynamicUj).isEqualTo(6_000_000);
  }

  /** Issue, A1: psys away for 190 s made a tick fail, since 50 kW × 190 s × 1e9 left 63 bits. */
  @Test
  void aPlatformCounterThatWasAwayFor190SecondsIsBookedWhole() {
    ZoneAccount psys =
        new ZoneAccount(
            new Zone(
                "psys",
                Component.PLATFORM,
                "",
                Optional.empty(),
                "rapl-sysfs",
                Provenance.MEASURED),
            OptionalLong.empty());
    read(psys, new Reading.Counter(psys.zone, 0, RANGE_UJ), 0);
    pause(psys, 190 * SECOND_NS);
    assertThat(read(psys, new Reading.Counter(psys.zone, 8_000_000_000L, RANGE_UJ), SECOND_NS))
        .isEqualTo(BOOKED);
    assertThat(psys.idleUj + psys.dynamicUj).isEqualTo(8_000_000_000L);
  }

  /** 262 kJ at 100 W are 2,621 s: within that the counter has come around at most once. */
  @Test
  void aGapInWhichTheCounterMayHaveWrappedTwiceBooksNothingAndIsLost() {
    read(RANGE_UJ - 10, 0);
    assertThat(read(90_000_000_000L, 2_600 * SECOND_NS)).isEqualTo(BOOKED);
    assertThat(account.idleUj + account.dynamicUj).isEqualTo(90_000_000_010L);
    assertThat(read(100_000_000_000L, 2_700 * SECOND_NS)).isEqualTo(LOST);
    assertThat(account.tickLostNs).isEqualTo(2_700 * SECOND_NS);
    assertThat(account.idleUj + account.dynamicUj).isEqualTo(90_000_000_010L);
    assertThat(read(100_000_000_005L, SECOND_NS)).isEqualTo(BOOKED);
    assertThat(account.idleUj + account.dynamicUj).isEqualTo(90_000_000_015L);
  }

  @Test
  void aZoneThatMayUseMoreIsLostSooner() {
    read(account, new Reading.Counter(ZONE, 0, RANGE_UJ, 350_000_000), 0);
    assertThat(read(account, new Reading.Counter(ZONE, 10, RANGE_UJ, 350_000_000), 800 * SECOND_NS))
        .isEqualTo(LOST);
  }

  @Test
  void aZoneThatWasSeenToUseMoreIsLostSooner() {
    read(0, 0);
    read(400_000_000, SECOND_NS);
    assertThat(read(400_000_010, 800 * SECOND_NS)).isEqualTo(LOST);
  }

  @ParameterizedTest
  @ValueSource(longs = {1_000, 3_600 * SECOND_NS, 604_800 * SECOND_NS, 3_155_760_000L * SECOND_NS})
  void noGapOverflows(long gapNs) {
    ZoneAccount free = new ZoneAccount(ZONE, OptionalLong.empty());
    read(free, new Reading.Counter(ZONE, 0, 0), 0);
    pause(free, gapNs);
    assertThat(read(free, new Reading.Counter(ZONE, 5_000, 0), SECOND_NS)).isEqualTo(BOOKED);
    assertThat(free.idleUj + free.dynamicUj).isEqualTo(5_000);
    assertThat(Energy.of(50_000_000_000L, gapNs)).isPositive();
  }

  @Test
  void energyIsPowerTimesTimeAndNeverMoreThanALongHolds() {
    assertThat(Energy.of(3, SECOND_NS / 2)).isEqualTo(1);
    assertThat(Energy.of(50_000_000_000L, 604_800 * SECOND_NS)).isEqualTo(30_240_000_000_000_000L);
    assertThat(Energy.of(Long.MAX_VALUE, 3 * SECOND_NS)).isEqualTo(Long.MAX_VALUE);
    assertThat(Energy.of(Long.MAX_VALUE, 1_500_000_000)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void aPowerAfterAWeekSaysNothingOfTheWeek() {
    Reading power = new Reading.Power(ZONE, 20_000_000, OptionalLong.of(5_000_000));
    read(account, power, SECOND_NS);
    for (int i = 0; i < 4; i++) {
      pause(account, 151_200 * SECOND_NS);
    }
    assertThat(read(account, power, SECOND_NS)).isEqualTo(LOST);
    assertThat(account.tickLostNs).isEqualTo(604_800 * SECOND_NS);
    assertThat(account.idleUj + account.dynamicUj).isEqualTo(40_000_000);
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 5_000_000_001L, Long.MIN_VALUE, Long.MAX_VALUE})
  void anImpossiblePowerIsNotBooked(long powerUw) {
    assertThat(read(account, new Reading.Power(ZONE, powerUw, OptionalLong.empty()), SECOND_NS))
        .isEqualTo(RESET);
    assertThat(account.idleUj + account.dynamicUj).isZero();
  }

  private Outcome read(long energyUj, long elapsedNs) {
    return read(account, new Reading.Counter(ZONE, energyUj, RANGE_UJ), elapsedNs);
  }

  private static Outcome read(ZoneAccount zone, Reading reading, long elapsedNs) {
    zone.begin(load(elapsedNs), Tick.Users.KNOWN);
    Outcome outcome = zone.read(reading);
    zone.commit();
    return outcome;
  }

  /** Half of two hardware threads is busy. */
  private static TickLoad load(long elapsedNs) {
    return new TickLoad(elapsedNs, elapsedNs, 2);
  }

  private static void pause(ZoneAccount zone, long elapsedNs) {
    zone.begin(load(elapsedNs), Tick.Users.KNOWN);
    zone.commit();
  }
}
