// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.attribution;

import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.model.Reading;
import io.keplerotel.agent.model.Zone;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Turns a zone's readings into the idle and dynamic energy of each tick. A counter that jumps by
 * more than its zone can possibly use was reset: it starts anew, and the jump is not energy.
 */
final class ZoneAccount {
  private static final long LIMIT_UW = 5_000_000_000L;
  private static final long PLATFORM_LIMIT_UW = 50_000_000_000L;
  private static final long NS_PER_US = 1_000;
  private static final long NS_PER_MS = 1_000_000;
  private static final long NS_PER_S = 1_000_000_000L;
  private static final long US_PER_S = 1_000_000;

  /** A gap of more ticks than this is nobody's: who ran in it is not in the present tick. */
  private static final int SHORT_GAP_TICKS = 3;

  /** What became of a reading. */
  enum Outcome {
    FIRST_SIGHT,
    BOOKED,
    RESET
  }

  final Zone zone;
  private final OptionalLong fixedIdleUw;
  private final IdleBaseline baseline = new IdleBaseline();

  private Reading.@Nullable Counter before;
  private long sinceReadingNs;
  private int ticksSinceReading;
  private long powerCarry;

  /** Totals since the start, µJ. */
  long idleUj;

  long dynamicUj;
  long unattributedIdleUj;
  long unattributedDynamicUj;

  /** Of the present tick, µJ. */
  long tickIdleUj;

  long tickDynamicUj;
  boolean tickIsNobodys;
  boolean readInTick;

  ZoneAccount(Zone zone, OptionalLong fixedIdleUw) {
    this.zone = zone;
    this.fixedIdleUw = fixedIdleUw;
  }

  /** Begins a tick in which the zone has used nothing yet. */
  void begin(long elapsedNs) {
    sinceReadingNs += elapsedNs;
    ticksSinceReading++;
    tickIdleUj = 0;
    tickDynamicUj = 0;
    tickIsNobodys = false;
    readInTick = false;
  }

  /** Takes the zone's reading of this tick. */
  Outcome read(Reading reading, double utilization) {
    long gapNs = sinceReadingNs;
    tickIsNobodys = ticksSinceReading > SHORT_GAP_TICKS;
    sinceReadingNs = 0;
    ticksSinceReading = 0;
    readInTick = true;
    OptionalLong energyUj;
    switch (reading) {
      case Reading.Counter counter -> {
        Reading.Counter last = before;
        before = counter;
        if (last == null) {
          return Outcome.FIRST_SIGHT;
        }
        energyUj = difference(last, counter, gapNs);
      }
      case Reading.Power power -> energyUj = OptionalLong.of(integral(power.powerUw(), gapNs));
    }
    if (energyUj.isEmpty()) {
      return Outcome.RESET;
    }
    long uj = energyUj.getAsLong();
    book(uj, gapNs == 0 ? uj : energyUj(idleUw(reading, uj, gapNs, utilization), gapNs));
    return Outcome.BOOKED;
  }

  /**
   * Books the tick's energy.
   *
   * @param idlePartUj how much of it is idle; cut to what there is
   */
  void book(long energyUj, long idlePartUj) {
    tickIdleUj = Math.clamp(idlePartUj, 0, energyUj);
    tickDynamicUj = energyUj - tickIdleUj;
    idleUj += tickIdleUj;
    dynamicUj += tickDynamicUj;
  }

  long totalUj() {
    return idleUj + dynamicUj;
  }

  private long idleUw(Reading reading, long energyUj, long gapNs, double utilization) {
    if (fixedIdleUw.isPresent()) {
      return fixedIdleUw.getAsLong();
    }
    if (reading instanceof Reading.Power power && power.idleUw().isPresent()) {
      return power.idleUw().getAsLong();
    }
    double elapsedS = (double) gapNs / NS_PER_S;
    if (!tickIsNobodys) {
      baseline.observe(utilization, energyUj / elapsedS, elapsedS);
    }
    return baseline.powerUw();
  }

  /** Empty where the counter was reset. */
  private OptionalLong difference(Reading.Counter last, Reading.Counter now, long gapNs) {
    long differenceUj = now.energyUj() - last.energyUj();
    if (differenceUj < 0) {
      // Only a counter inside its range can have come around.
      if (last.energyUj() > now.rangeUj()) {
        return OptionalLong.empty();
      }
      differenceUj += now.rangeUj();
    }
    long limitUj = energyUj(limitUw(), Math.max(gapNs, NS_PER_MS));
    return differenceUj > limitUj ? OptionalLong.empty() : OptionalLong.of(differenceUj);
  }

  private long limitUw() {
    return zone.component() == Component.PLATFORM ? PLATFORM_LIMIT_UW : LIMIT_UW;
  }

  /** Power × time; what is less than 1 µJ is carried to the next tick. */
  private long integral(long powerUw, long gapNs) {
    long product = Math.multiplyExact(powerUw, gapNs / NS_PER_US) + powerCarry;
    powerCarry = product % US_PER_S;
    return product / US_PER_S;
  }

  private static long energyUj(long powerUw, long timeNs) {
    return Math.multiplyExact(powerUw, timeNs / NS_PER_US) / US_PER_S;
  }
}
