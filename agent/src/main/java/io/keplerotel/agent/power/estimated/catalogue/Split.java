// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.estimated.catalogue;

import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.power.estimated.Curve;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Which parts of a machine's power its zones are thought to take. Published figures are power at
 * the wall and do not tell; all of these are assumptions (docs/estimation.md), and their intervals
 * are wider than that of the whole.
 */
final class Split {
  /** What power supply, fans and board leave for the packages at most, of what load adds. */
  private static final double PACKAGE_OF_LOAD = 0.85;

  private static final double PACKAGE_OF_IDLE = 0.45;

  /** Of the machine at full load; the rest is lost on the way or is no CPU. */
  private static final double PACKAGE_OF_FULL = 0.80;

  /** Memory that nobody reads, W/GiB, and what full load adds. */
  private static final double DRAM_IDLE_W_PER_GIB = 0.04;

  private static final double DRAM_LOAD_W_PER_GIB = 0.06;

  private static final double DRAM_OF_IDLE = 0.35;
  private static final double DRAM_OF_LOAD = 0.10;
  private static final double CORE_OF_IDLE = 0.25;
  private static final double CORE_OF_LOAD = 0.80;
  private static final double UNCORE_OF_IDLE = 0.10;
  private static final double UNCORE_OF_LOAD = 0.02;

  /** How much wider than the whole's their intervals are, as factors. */
  private static final double PACKAGE_DOUBT = 1.25;

  private static final double CORE_DOUBT = 1.5;
  private static final double DRAM_DOUBT = 2.0;

  private Split() {}

  /**
   * Divides the power of a machine without other memory than the published ones have.
   *
   * @param platform the whole
   * @param machine what it is
   */
  static Map<Component, Curve> of(Curve platform, Hardware machine) {
    double idle = platform.watts().getFirst();
    double load = platform.watts().getLast() - idle;
    double dramIdle = Math.min(DRAM_IDLE_W_PER_GIB * machine.memoryGib(), DRAM_OF_IDLE * idle);
    double dramLoad = Math.min(DRAM_LOAD_W_PER_GIB * machine.memoryGib(), DRAM_OF_LOAD * load);
    double packageIdle = PACKAGE_OF_IDLE * idle;
    double most = Math.min(PACKAGE_OF_FULL * (idle + load), 1.05 * tdp(machine));
    double packageLoad = Math.clamp(most - packageIdle, 0.3 * load, PACKAGE_OF_LOAD * load);
    Map<Component, Curve> zones = new EnumMap<>(Component.class);
    zones.put(Component.PLATFORM, platform);
    zones.put(Component.PACKAGE, part(platform, packageIdle, packageLoad, PACKAGE_DOUBT));
    zones.put(Component.DRAM, part(platform, dramIdle, dramLoad, DRAM_DOUBT));
    zones.put(
        Component.CORE,
        part(platform, CORE_OF_IDLE * packageIdle, CORE_OF_LOAD * packageLoad, CORE_DOUBT));
    if (machine.family().kind() == Family.Kind.CLIENT) {
      zones.put(
          Component.UNCORE,
          part(platform, UNCORE_OF_IDLE * packageIdle, UNCORE_OF_LOAD * packageLoad, CORE_DOUBT));
    }
    return zones;
  }

  private static double tdp(Hardware machine) {
    return machine.cpu().tdpWatts() * machine.chips();
  }

  /** A part with the whole's shape. */
  private static Curve part(Curve whole, double idle, double load, double doubt) {
    double wholeIdle = whole.watts().getFirst();
    double wholeLoad = whole.watts().getLast() - wholeIdle;
    List<Double> watts = new ArrayList<>();
    List<Double> low = new ArrayList<>();
    List<Double> high = new ArrayList<>();
    for (int i = 0; i < Curve.POINTS; i++) {
      double all = whole.watts().get(i);
      double each = idle + (wholeLoad <= 0 ? 0 : load * (all - wholeIdle) / wholeLoad);
      watts.add(each);
      low.add(each * whole.low().get(i) / all / doubt);
      high.add(each * whole.high().get(i) / all * doubt);
    }
    return new Curve(watts, low, high);
  }
}
