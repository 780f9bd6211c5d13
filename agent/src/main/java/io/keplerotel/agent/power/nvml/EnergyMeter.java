// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.nvml;

import io.keplerotel.agent.linux.nvml.NvmlDevice;
import io.keplerotel.agent.linux.nvml.NvmlException;
import io.keplerotel.agent.model.Fault;
import io.keplerotel.agent.model.Reading;
import io.keplerotel.agent.model.Zone;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reads a card's energy by the best of the calls that it supports: the counter, the same counter as
 * a field, or its power. One that is refused for good is not asked again.
 */
final class EnergyMeter {
  private static final long UJ_PER_MJ = 1_000;
  private static final long MOST_MW = 5_000_000;

  /** The driver counts every 100 ms, and no card uses nothing. */
  private static final long STILL_NS = 10_000_000_000L;

  private final NvmlDevice device;
  private final Zone zone;
  private Way way = Way.COUNTER;
  private Optional<Fault> whyPower = Optional.empty();
  private OptionalLong lastMj = OptionalLong.empty();
  private long stillNs;

  EnergyMeter(NvmlDevice device, Zone zone) {
    this.device = device;
    this.zone = zone;
  }

  /** How it is read. */
  private enum Way {
    COUNTER,
    FIELD,
    POWER,
    NONE
  }

  /** Reads; faults are added. Throws only where the card is lost. */
  Optional<Reading> read(long elapsedNs, List<Fault> faults) throws NvmlException {
    while (way != Way.NONE) {
      try {
        Optional<Reading> reading = byPresentWay(elapsedNs, faults);
        whyPower.ifPresent(faults::add);
        return reading;
      } catch (NvmlException e) {
        switch (e.reason()) {
          case NOT_SUPPORTED -> way = next(way);
          case LOST -> throw e;
          case NOTHING_FOUND, NOT_PERMITTED, UNAVAILABLE, OTHER -> {
            faults.add(fault(e.getMessage() + "; it is left out until it can be read"));
            return Optional.empty();
          }
        }
      }
    }
    faults.add(fault("it tells neither its energy nor its power, and is not counted"));
    return Optional.empty();
  }

  private static Way next(Way refused) {
    return switch (refused) {
      case COUNTER -> Way.FIELD;
      case FIELD -> Way.POWER;
      case POWER, NONE -> Way.NONE;
    };
  }

  private Optional<Reading> byPresentWay(long elapsedNs, List<Fault> faults) throws NvmlException {
    return switch (way) {
      case COUNTER -> counter(device.energyMj(), elapsedNs, faults);
      case FIELD -> counter(device.energyByFieldMj(), elapsedNs, faults);
      case POWER -> power(device.powerMw(), faults);
      case NONE -> Optional.empty();
    };
  }

  private Optional<Reading> counter(long energyMj, long elapsedNs, List<Fault> faults)
      throws NvmlException {
    if (energyMj < 0 || energyMj > Long.MAX_VALUE / UJ_PER_MJ) {
      faults.add(
          fault(
              "its energy counter shows %s mJ, which cannot be; it is not counted"
                  .formatted(Long.toUnsignedString(energyMj))));
      return Optional.empty();
    }
    stillNs = lastMj.equals(OptionalLong.of(energyMj)) ? stillNs + elapsedNs : 0;
    lastMj = OptionalLong.of(energyMj);
    if (stillNs >= STILL_NS && device.powerMw() > 0) {
      way = Way.POWER;
      whyPower =
          Optional.of(
              fault(
                  "its energy counter stands still though it uses power; its power is read instead"));
      return power(device.powerMw(), faults);
    }
    return Optional.of(new Reading.Counter(zone, energyMj * UJ_PER_MJ, 0));
  }

  private Optional<Reading> power(long powerMw, List<Fault> faults) {
    if (powerMw > MOST_MW) {
      faults.add(
          fault(
              "it shows a power of %d mW, which cannot be; it is not counted".formatted(powerMw)));
      return Optional.empty();
    }
    return Optional.of(new Reading.Power(zone, powerMw * UJ_PER_MJ, OptionalLong.empty()));
  }

  private Fault fault(String what) {
    return new Fault(zone.id(), "GPU %s: %s".formatted(zone.packageId(), what));
  }
}
