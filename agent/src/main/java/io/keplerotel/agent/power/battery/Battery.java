// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.battery;

import io.keplerotel.agent.linux.fs.SensorFile;
import io.keplerotel.agent.linux.fs.UnreadableException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A battery that feeds the machine.
 *
 * @param folder where its files are
 */
record Battery(Path folder) {
  private static final long MILLION = 1_000_000;

  /** More than any voltage, µV, or current, µA, of a battery; two of them fit a long. */
  private static final long LIMIT = 1_000_000_000L;

  /** What it does. */
  enum State {
    DISCHARGES,
    CHARGES,
    /** It is full, waits for another one, or does not know. */
    RESTS
  }

  /** What it does now. */
  State state(SensorFile reader) throws UnreadableException {
    return switch (reader.text(folder.resolve("status"))) {
      case "Discharging" -> State.DISCHARGES;
      case "Charging" -> State.CHARGES;
      default -> State.RESTS;
    };
  }

  /**
   * The power that flows, µW: as the driver says it, or current times voltage. Which sign it has
   * while discharging is up to the driver, so that it says nothing.
   */
  long powerUw(SensorFile reader) throws UnreadableException {
    Path power = folder.resolve("power_now");
    if (Files.exists(power)) {
      return magnitude(power, reader.number(power), Long.MAX_VALUE);
    }
    Path current = folder.resolve("current_now");
    Path voltage = folder.resolve("voltage_now");
    return magnitude(current, reader.number(current), LIMIT)
        * magnitude(voltage, reader.number(voltage), LIMIT)
        / MILLION;
  }

  private static long magnitude(Path file, long value, long most) throws UnreadableException {
    if (value == Long.MIN_VALUE || Math.abs(value) > most) {
      throw UnreadableException.malformed(file, "it says " + value + ", which cannot be");
    }
    return Math.abs(value);
  }
}
