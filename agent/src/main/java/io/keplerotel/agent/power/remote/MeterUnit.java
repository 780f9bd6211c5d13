// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.remote;

import io.keplerotel.agent.model.PlainText;
import io.keplerotel.agent.model.Reading;
import io.keplerotel.agent.model.Zone;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** In what a meter of the whole machine tells its value; what no machine can use is refused. */
public enum MeterUnit {
  /** Power. */
  MICROWATT("uW", true, 1),
  MILLIWATT("mW", true, 1_000),
  WATT("W", true, 1_000_000),
  KILOWATT("kW", true, 1_000_000_000),
  /** Energy since some time or other. */
  MICROJOULE("uJ", false, 1),
  MILLIJOULE("mJ", false, 1_000),
  JOULE("J", false, 1_000_000),
  WATT_HOUR("Wh", false, 3_600_000_000L),
  KILOWATT_HOUR("kWh", false, 3_600_000_000_000L);

  private static final double MOST_UW = 50e9;

  /** A counter of more would leave 63 bits. */
  private static final double MOST_UJ = 9e18;

  private static final int MOST_CHARACTERS = 60;

  private final String symbol;
  private final boolean isPower;
  private final long micros;

  MeterUnit(String symbol, boolean isPower, long micros) {
    this.symbol = symbol;
    this.isPower = isPower;
    this.micros = micros;
  }

  /** All, by their symbols. */
  public static Map<String, MeterUnit> bySymbol() {
    Map<String, MeterUnit> units = new LinkedHashMap<>();
    for (MeterUnit unit : values()) {
      units.put(unit.symbol, unit);
    }
    return units;
  }

  /**
   * What the meter says of a zone, as a power or a counter. Zero watts are no reading.
   *
   * @param where it says so, for messages
   * @param values at least one; several are summed, as those of a machine with two supplies
   */
  public Reading reading(Zone zone, String where, List<String> values) throws RemoteException {
    long sum = 0;
    for (String value : values) {
      sum += micro(where, value.strip());
      if (sum > (isPower ? MOST_UW : MOST_UJ)) {
        throw refused(where, value, "which is more than any machine uses");
      }
    }
    if (!isPower) {
      return new Reading.Counter(zone, sum, 0);
    }
    if (sum == 0) {
      throw refused(where, String.join(" + ", values), "which no running machine uses");
    }
    return new Reading.Power(zone, sum, OptionalLong.empty());
  }

  private long micro(String where, String text) throws RemoteException {
    double micro = number(where, text) * micros;
    if (!Double.isFinite(micro) || micro < 0) {
      throw refused(where, text, "which no meter can mean");
    }
    if (micro > MOST_UJ) {
      throw refused(where, text, "which is more than any machine uses");
    }
    return micro < 1
        ? 0
        : new BigDecimal(text)
            .multiply(BigDecimal.valueOf(micros))
            .setScale(0, RoundingMode.HALF_UP)
            .longValue();
  }

  private double number(String where, String text) throws RemoteException {
    try {
      if (text.length() <= MOST_CHARACTERS) {
        return Double.parseDouble(text);
      }
    } catch (NumberFormatException ignored) {
      // Said below.
    }
    throw refused(where, text, "which is no number");
  }

  private RemoteException refused(String where, String text, String why) {
    String shown = text.isEmpty() ? "nothing" : PlainText.of(text, MOST_CHARACTERS);
    return new RemoteException(
        "%s says %s (%s), %s; it is not counted".formatted(where, shown, symbol, why));
  }
}
