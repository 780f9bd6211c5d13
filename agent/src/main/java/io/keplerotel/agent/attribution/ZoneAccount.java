// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.attribution;

import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.model.Reading;
import io.keplerotel.agent.model.TickLoad;
import io.keplerotel.agent.model.UsageKind;
import io.keplerotel.agent.model.Zone;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Turns a zone's readings into the idle and dynamic energy of each tick. {@link #begin} and {@link
 * #read} only prepare; what they found counts from {@link #commit} on, so that a tick which fails
 * in between has not happened.
 */
final class ZoneAccount {
  private static final long LIMIT_UW = 5_000_000_000L;
  private static final long PLATFORM_LIMIT_UW = 50_000_000_000L;

  /** What a zone may use although it was never seen to; 100 W. */
  private static final long PLAUSIBLE_UW = 100_000_000L;

  /** A shorter gap is never taken for one in which the counter may have wrapped twice. */
  private static final long SURE_GAP_NS = 60_000_000_000L;

  private static final long NS_PER_MS = 1_000_000;
  private static final double NS_PER_S = 1e9;

  /** A gap of more ticks than this is unattributed: who ran in it is not in the present tick. */
  private static final int SHORT_GAP_TICKS = 3;

  /** What became of a reading. */
  enum Outcome {
    FIRST_SIGHT,
    BOOKED,
    /** The counter was reset, or the power is impossible: the jump is not energy. */
    RESET,
    /** It stands where the last reading was not plausible already. */
    STANDS,
    /** The gap was too long to tell what was used in it. */
    LOST
  }

  final Zone zone;
  private final OptionalLong fixedIdleUw;
  private final IdleBaseline baseline = new IdleBaseline();
  private boolean learns;

  private Reading.@Nullable Counter before;
  private Reading.@Nullable Counter next;

  /** A value that cannot be, or that the counter was set to: the next reading tells which. */
  private Reading.@Nullable Counter odd;

  private Reading.@Nullable Counter nextOdd;
  private long sinceReadingNs;

  /** Busy time of the machine since the zone was read, in ns of all of it. */
  private double sinceReadingBusyNs;

  private int ticksSinceReading;
  private long greatestUw = PLAUSIBLE_UW;
  private final Integral integral = new Integral();

  /** Totals since the start, µJ; those of the present tick come in when it is committed. */
  long idleUj;

  long dynamicUj;
  long unattributedIdleUj;
  long unattributedDynamicUj;

  /** Of the present tick, µJ. */
  long tickIdleUj;

  long tickDynamicUj;
  long tickUnattributedIdleUj;
  long tickUnattributedDynamicUj;

  /** Whether the tick's energy is to stay unattributed. */
  boolean tickUnattributed;

  boolean readInTick;

  /** Whether it begins with this tick: it was read, but not yet how much it used. */
  boolean beginsInTick;

  /** Time in the gap that ends now of which it is not known what was used, ns. */
  long tickLostNs;

  /** What this tick's reading is compared with. */
  private Reading.@Nullable Counter base;

  private boolean usersUnknown;
  private long elapsedNs;
  private double utilization;
  private double gapBusyNs;

  /** How long before the tick's end the zone was read in it. */
  private long ageNs;

  private long gapNs;
  private int gapTicks;

  ZoneAccount(Zone zone, OptionalLong fixedIdleUw) {
    this.zone = zone;
    this.fixedIdleUw = fixedIdleUw;
  }

  /** Begins a tick in which the zone has used nothing yet. */
  void begin(TickLoad load, Tick.Users users) {
    elapsedNs = load.elapsedNs();
    utilization = load.utilization();
    gapBusyNs = sinceReadingBusyNs + utilization * elapsedNs;
    ageNs = 0;
    gapNs = sinceReadingNs + elapsedNs;
    gapTicks = ticksSinceReading + 1;
    base = before;
    next = before;
    nextOdd = odd;
    integral.forget();
    tickIdleUj = 0;
    tickDynamicUj = 0;
    tickUnattributedIdleUj = 0;
    tickUnattributedDynamicUj = 0;
    usersUnknown =
        users == Tick.Users.UNKNOWN && zone.usage().measure() == UsageKind.Measure.CPU_TIME;
    tickUnattributed = usersUnknown || (!wasReadLately() && !zone.usage().isHeldBack());
    readInTick = false;
    beginsInTick = false;
    tickLostNs = 0;
  }

  /**
   * Others counted the same until this tick began: whatever the zone showed before is theirs.
   *
   * @param baseline its counter when the tick began; empty where that is not known
   * @param tickNs length of the tick, ns
   */
  void restart(Optional<Reading.Counter> baseline, long tickNs) {
    base = baseline.orElse(null);
    next = base;
    nextOdd = null;
    elapsedNs = tickNs;
    gapNs = tickNs;
    gapBusyNs = utilization * tickNs;
    gapTicks = 1;
    tickUnattributed = usersUnknown;
  }

  /** Takes the zone's reading of this tick. */
  Outcome read(Reading reading) {
    readInTick = true;
    ageNs = Math.max(0, reading.when().ageNs());
    gapNs = Math.max(0, gapNs - ageNs);
    return reading instanceof Reading.Counter counter
        ? read(counter)
        : read((Reading.Power) reading);
  }

  /** Whether no more than a few ticks have gone by since it was read. */
  boolean wasReadLately() {
    return gapTicks <= SHORT_GAP_TICKS;
  }

  /**
   * The tick's energy of a zone that is derived from others. After a gap in one of them it has the
   * same gap.
   *
   * @param idlePartUj how much of it is idle; cut to what there is
   */
  void derived(long energyUj, long idlePartUj) {
    readInTick = true;
    split(
        energyUj, fixedIdleUw.isPresent() ? Energy.of(fixedIdleUw.getAsLong(), gapNs) : idlePartUj);
  }

  /** What it used between the last tick and this one; empty where it was read at other times. */
  Optional<Booking.Measured> ofThisTick() {
    boolean isExact = gapTicks == 1 && ageNs == 0 && !beginsInTick && !tickUnattributed;
    return isExact
        ? Optional.of(new Booking.Measured(zone, tickIdleUj + tickDynamicUj))
        : Optional.empty();
  }

  /** Makes the tick count. Never throws. */
  void commit() {
    idleUj += tickIdleUj;
    dynamicUj += tickDynamicUj;
    unattributedIdleUj += tickUnattributedIdleUj;
    unattributedDynamicUj += tickUnattributedDynamicUj;
    before = next;
    odd = nextOdd;
    integral.commit();
    sinceReadingBusyNs = readInTick ? utilization * ageNs : gapBusyNs;
    sinceReadingNs = readInTick ? ageNs : gapNs;
    ticksSinceReading = readInTick ? 0 : gapTicks;
  }

  /** All energy without that of the present tick, µJ. */
  long totalUj() {
    return idleUj + dynamicUj;
  }

  /** All idle energy, with that of the present tick, which is not committed yet, µJ. */
  long idleWithTickUj() {
    return idleUj + tickIdleUj;
  }

  /** All energy, with that of the present tick, which is not committed yet, µJ. */
  long totalWithTickUj() {
    return idleWithTickUj() + dynamicUj + tickDynamicUj;
  }

  private Outcome read(Reading.Counter counter) {
    if (counter.energyUj() < 0) {
      Reading.Counter known = nextOdd;
      nextOdd = null;
      return isOdd(known);
    }
    Reading.Counter last = base;
    Reading.Counter oddBefore = nextOdd;
    if (last == null) {
      next = counter;
      beginsInTick = true;
      return Outcome.FIRST_SIGHT;
    }
    greatestUw = Math.max(greatestUw, Math.min(counter.greatestUw(), limitUw()));
    if (mayHaveWrappedTwice(counter)) {
      goesOn(counter);
      tickLostNs = gapNs;
      return Outcome.LOST;
    }
    OptionalLong energyUj = difference(last, counter);
    if (energyUj.isEmpty() && oddBefore != null && oddBefore.energyUj() != counter.energyUj()) {
      // It moves on from there: it was reset, and before the present tick.
      sinceTheLastTick();
      energyUj = difference(oddBefore, counter);
    }
    if (energyUj.isEmpty()) {
      return isOdd(counter);
    }
    goesOn(counter);
    long uj = energyUj.getAsLong();
    if (gapNs == 0) {
      split(uj, uj);
      return Outcome.BOOKED;
    }
    double meanUw = uj / (gapNs / NS_PER_S);
    if (gapNs >= NS_PER_MS) {
      greatestUw = Math.max(greatestUw, (long) meanUw);
    }
    split(uj, Energy.of(idleUw(meanUw), gapNs));
    return Outcome.BOOKED;
  }

  /** A power says nothing of a long time before: only what it is the mean of is booked then. */
  private Outcome read(Reading.Power power) {
    if (power.powerUw() < 0 || power.powerUw() > limitUw()) {
      return Outcome.RESET;
    }
    beginsInTick = gapNs == 0;
    nextOdd = null;
    next = null; // A counter that comes later starts from there: this was not counted by it.
    long lengthNs = power.when().lengthNs();
    boolean known = lengthNs > 0 ? lengthNs + elapsedNs >= gapNs : wasReadLately();
    long timeNs = known ? gapNs : Math.min(gapNs, lengthNs > 0 ? lengthNs : elapsedNs);
    tickLostNs = gapNs - timeNs;
    long idleUw =
        fixedIdleUw.isEmpty() && power.idleUw().isPresent()
            ? power.idleUw().getAsLong()
            : idleUw((double) power.powerUw());
    split(integral.add(power.powerUw(), timeNs), Energy.of(idleUw, timeNs));
    return known ? Outcome.BOOKED : Outcome.LOST;
  }

  /** The zone was not read: a sensor that errs once and is right again loses nothing. */
  private Outcome isOdd(Reading.@Nullable Counter value) {
    readInTick = false;
    gapNs += ageNs;
    ageNs = 0;
    boolean stands = value != null && nextOdd != null && value.energyUj() == nextOdd.energyUj();
    nextOdd = value;
    return stands ? Outcome.STANDS : Outcome.RESET;
  }

  private void goesOn(Reading.Counter counter) {
    next = counter;
    nextOdd = null;
  }

  private void sinceTheLastTick() {
    gapNs = Math.max(0, elapsedNs - ageNs);
    gapBusyNs = utilization * elapsedNs;
    gapTicks = 1;
    tickUnattributed = usersUnknown;
  }

  private void split(long energyUj, long idlePartUj) {
    tickIdleUj = Math.clamp(idlePartUj, 0, energyUj);
    tickDynamicUj = energyUj - tickIdleUj;
  }

  /** What was learnt of its idle power; empty where nothing has to be learnt. */
  Optional<IdlePower> idlePower() {
    IdleBaseline.Learnt learnt = baseline.learnt();
    return learns
        ? Optional.of(new IdlePower(zone, learnt.powerUw(), learnt.errorUw(), learnt.basis()))
        : Optional.empty();
  }

  private long idleUw(double meanUw) {
    if (fixedIdleUw.isPresent()) {
      return fixedIdleUw.getAsLong();
    }
    if (!tickUnattributed && gapNs > 0) {
      baseline.observe(meanUtilization(), meanUw, gapNs / NS_PER_S);
      learns = true;
    }
    return baseline.powerUw();
  }

  /** Of the time since the last reading. */
  private double meanUtilization() {
    return gapNs <= 0 ? 0 : Math.clamp((gapBusyNs - utilization * ageNs) / gapNs, 0, 1);
  }

  /** Whether the zone may have gone through the whole range of its counter since it was read. */
  private boolean mayHaveWrappedTwice(Reading.Counter now) {
    return now.rangeUj() > 0
        && gapNs > SURE_GAP_NS
        && gapNs / NS_PER_S > now.rangeUj() / (double) greatestUw;
  }

  /** Empty where the counter was reset. */
  private OptionalLong difference(Reading.Counter last, Reading.Counter now) {
    long differenceUj = now.energyUj() - last.energyUj();
    if (differenceUj < 0) {
      // Only a counter inside its range can have come around.
      if (last.energyUj() > now.rangeUj()) {
        return OptionalLong.empty();
      }
      differenceUj += now.rangeUj();
    }
    long limitUj = Energy.of(limitUw(), Math.max(gapNs, NS_PER_MS));
    return differenceUj > limitUj ? OptionalLong.empty() : OptionalLong.of(differenceUj);
  }

  private long limitUw() {
    return zone.component() == Component.PLATFORM ? PLATFORM_LIMIT_UW : LIMIT_UW;
  }
}
