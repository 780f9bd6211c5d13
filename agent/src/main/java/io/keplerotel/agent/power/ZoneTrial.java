// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power;

import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.model.Fault;
import io.keplerotel.agent.model.Reading;
import io.keplerotel.agent.model.TickLoad;
import io.keplerotel.agent.model.Zone;
import java.util.Optional;

/**
 * Whether the counter of a package or platform zone is to be believed. A live one moves at every
 * reading, also on an idle machine; a dead one, as some hypervisors show it, never does.
 */
final class ZoneTrial {
  private static final int STILL_READINGS = 2;
  private static final long NEVER_MOVED_NS = 3_000_000_000L;
  private static final long STOPPED_NS = 10_000_000_000L;
  private static final long BUSY_NS = 10_000_000L;

  /** What is thought of the zone. */
  enum Verdict {
    /** It has not moved yet. */
    ON_TRIAL,
    TRUSTED,
    /** Its counter does not move. */
    DEAD,
    /** It says that the whole machine uses less than its CPUs. */
    IMPLAUSIBLE
  }

  final Zone zone;
  private Verdict verdict = Verdict.ON_TRIAL;
  private Optional<Reading.Counter> last = Optional.empty();
  private boolean hasMoved;
  private int stillReadings;
  private long unseenNs;
  private long stillNs;
  private long stillBusyNs;
  private long movedByUj;

  ZoneTrial(Zone zone) {
    this.zone = zone;
  }

  Verdict verdict() {
    return verdict;
  }

  boolean hasMoved() {
    return hasMoved;
  }

  boolean isPlatform() {
    return zone.component() == Component.PLATFORM;
  }

  /** How far the counter went between the last two readings, µJ. */
  long movedByUj() {
    return movedByUj;
  }

  /** Whether it counts as a live one does: no busy CPU leaves it still. */
  boolean movesOrRests() {
    return stillBusyNs <= BUSY_NS;
  }

  /** From now on this is thought of the zone. */
  void decide(Verdict decided) {
    verdict = decided;
  }

  /** So much time goes by; the zone is read in it, or not. */
  void pass(long ns) {
    unseenNs += ns;
  }

  /** For how long it was not read, ns. */
  long unseenNs() {
    return unseenNs;
  }

  /** The zone is not read for some time: whether it moves is to be seen again. */
  void rest() {
    last = Optional.empty();
    verdict = verdict == Verdict.TRUSTED ? Verdict.ON_TRIAL : verdict;
  }

  /** Takes a reading. A dead zone that moves is on trial again. */
  void observe(Reading.Counter now, TickLoad load) {
    unseenNs = 0;
    movedByUj = last.map(before -> difference(before, now)).orElse(0L);
    boolean moves = last.isPresent() && movedByUj != 0;
    last = Optional.of(now);
    if (moves) {
      stillReadings = 0;
      stillNs = 0;
      stillBusyNs = 0;
      if (verdict == Verdict.DEAD) {
        verdict = Verdict.ON_TRIAL;
      }
      hasMoved = true;
      return;
    }
    stillReadings++;
    stillNs += load.elapsedNs();
    stillBusyNs += load.busyNs();
    boolean isStill = stillReadings > STILL_READINGS && stillBusyNs > BUSY_NS;
    if (isStill && stillNs >= (hasMoved ? STOPPED_NS : NEVER_MOVED_NS)) {
      verdict = Verdict.DEAD;
    }
  }

  /** Why the zone is not counted; empty where it is, or may still be. */
  Optional<Fault> fault() {
    String zoneId = zone.id();
    return switch (verdict) {
      case ON_TRIAL, TRUSTED -> Optional.empty();
      case DEAD ->
          Optional.of(
              new Fault(
                  zoneId,
                  "the energy counter of %s %s though the CPUs are busy: it measures nothing and is not counted%s"
                      .formatted(
                          zoneId,
                          hasMoved ? "does not move any more" : "never moves",
                          hasMoved
                              ? " until it moves again"
                              : "; virtual machines often show such counters")));
      case IMPLAUSIBLE ->
          Optional.of(
              new Fault(
                  zoneId,
                  "%s counts less energy than the CPU packages in it: it does not measure the whole machine and is not counted"
                      .formatted(zoneId)));
    };
  }

  private static long difference(Reading.Counter before, Reading.Counter now) {
    long differenceUj = now.energyUj() - before.energyUj();
    return differenceUj < 0 ? Math.max(1, differenceUj + now.rangeUj()) : differenceUj;
  }
}
