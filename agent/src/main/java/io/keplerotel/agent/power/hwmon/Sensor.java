// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.hwmon;

import io.keplerotel.agent.linux.fs.SensorFile;
import io.keplerotel.agent.linux.fs.UnreadableException;
import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.model.Reading;
import io.keplerotel.agent.model.TickLoad;
import io.keplerotel.agent.model.Zone;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A channel that counts, as the zone that it measures. What no machine can use is not passed on: it
 * is as if the file could not be read.
 */
final class Sensor {
  private static final long LIMIT_UW = 5_000_000_000L;
  private static final long PLATFORM_LIMIT_UW = 50_000_000_000L;

  /** More than any voltage, mV, or current, mA, that a sensor can mean; two of them fit a long. */
  private static final long PRODUCT_LIMIT = 10_000_000L;

  private static final long MILLION = 1_000_000;
  private static final double UW_PER_W = 1e6;
  private static final String SUSPENDED = "suspended";

  private final Zone zone;
  private final long factorMillionths;
  private final StuckCheck stuck;
  private Channel channel;
  private Path runtimeStatus;
  private Reading.@Nullable Counter last;

  /**
   * A sensor as it was found.
   *
   * @param channel where its value is
   * @param chip whose channel it is
   * @param factorMillionths what the value is multiplied by, in millionths
   * @param averageNs over how long it averages, ns; 0 where it does not
   */
  Sensor(Zone zone, Channel channel, Chip chip, long factorMillionths, long averageNs) {
    this.zone = zone;
    this.channel = channel;
    this.factorMillionths = factorMillionths;
    this.stuck = new StuckCheck(averageNs);
    this.runtimeStatus = runtimeStatus(chip);
  }

  Zone zone() {
    return zone;
  }

  /** Its files are elsewhere now: the kernel has numbered its chips again. */
  void moved(Channel found, Chip chip) {
    channel = found;
    runtimeStatus = runtimeStatus(chip);
  }

  /** Reads it; what cannot be read, or cannot be true, is thrown with words for an operator. */
  Reading read(SensorFile reader, TickLoad load) throws UnreadableException {
    return switch (channel.kind()) {
      case POWER -> power(sleeps(reader) ? 0 : first(reader), load);
      case PRODUCT -> power(sleeps(reader) ? 0 : product(reader), load);
      case ENERGY -> energy(reader);
    };
  }

  private Reading power(long rawUw, TickLoad load) throws UnreadableException {
    long powerUw = scaled(rawUw);
    long limitUw = zone.component() == Component.PLATFORM ? PLATFORM_LIMIT_UW : LIMIT_UW;
    if (powerUw < 0 || powerUw > limitUw) {
      throw implausible(powerUw, "which nothing uses");
    }
    if (hasCpus()) {
      if (powerUw == 0) {
        throw implausible(powerUw, "which no running machine uses");
      }
      if (stuck.isStuck(powerUw, load)) {
        throw implausible(powerUw, "as it did while the CPUs were idle and while they were busy");
      }
    }
    return new Reading.Power(zone, powerUw, OptionalLong.empty());
  }

  private Reading energy(SensorFile reader) throws UnreadableException {
    Reading.Counter before = last;
    if (before != null && sleeps(reader)) {
      return before;
    }
    long energyUj = scaled(reader.number(channel.files().getFirst()));
    if (energyUj < 0) {
      throw UnreadableException.malformed(
          channel.files().getFirst(), "its counter is negative: " + energyUj + " µJ");
    }
    Reading.Counter counter = new Reading.Counter(zone, energyUj, 0);
    last = counter;
    return counter;
  }

  /** Of an average and an input, what can be read. */
  private long first(SensorFile reader) throws UnreadableException {
    UnreadableException failure = null;
    for (Path file : channel.files()) {
      try {
        return reader.number(file);
      } catch (UnreadableException e) {
        failure = failure == null ? e : failure;
      }
    }
    throw failure == null
        ? UnreadableException.malformed(runtimeStatus, "its driver shows no value")
        : failure;
  }

  private long product(SensorFile reader) throws UnreadableException {
    long product = 1;
    for (Path file : channel.files()) {
      long value = reader.number(file);
      if (value < 0 || value > PRODUCT_LIMIT) {
        throw UnreadableException.malformed(file, "it says " + value + ", which cannot be");
      }
      product *= value;
    }
    return product;
  }

  /**
   * Whether the kernel has put the device to sleep, in which it uses next to nothing: to read its
   * sensor would wake it up, or fail.
   */
  private boolean sleeps(SensorFile reader) {
    if (zone.component() != Component.GPU) {
      return false;
    }
    try {
      return reader.text(runtimeStatus).equals(SUSPENDED);
    } catch (UnreadableException ignored) {
      // A kernel without power management of devices lets none of them sleep.
      return false;
    }
  }

  private boolean hasCpus() {
    return zone.component() == Component.PACKAGE || zone.component() == Component.PLATFORM;
  }

  /** The value times the factor; what leaves 63 bits is the greatest there is. */
  private long scaled(long value) {
    if (factorMillionths == MILLION) {
      return value;
    }
    try {
      return Math.addExact(
          Math.multiplyExact(value / MILLION, factorMillionths),
          value % MILLION * factorMillionths / MILLION);
    } catch (ArithmeticException ignored) {
      // Beyond every limit, and refused as such.
      return value < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
  }

  private UnreadableException implausible(long powerUw, String why) {
    return UnreadableException.malformed(
        channel.files().getFirst(), "it says %.6g W, %s".formatted(powerUw / UW_PER_W, why));
  }

  private static Path runtimeStatus(Chip chip) {
    return chip.deviceFolder().resolve("power/runtime_status");
  }
}
