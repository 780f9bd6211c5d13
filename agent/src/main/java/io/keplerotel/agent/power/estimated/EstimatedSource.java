// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.estimated;

import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.model.Provenance;
import io.keplerotel.agent.model.Reading;
import io.keplerotel.agent.model.TickLoad;
import io.keplerotel.agent.model.Zone;
import io.keplerotel.agent.power.Discovery;
import io.keplerotel.agent.power.PowerReading;
import io.keplerotel.agent.power.PowerSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Estimates power from how busy the machine is, by the curves of an {@link Estimate}. See
 * docs/estimation.md.
 */
public final class EstimatedSource implements PowerSource {
  /** Its key in the configuration. */
  public static final String NAME = "estimated";

  private static final String PACKAGE = "package-0";

  private final Supplier<Chosen> model;
  private final PresentEstimate shown;
  private final Supplier<?> sign;
  private final Map<Component, Zone> zones = new EnumMap<>(Component.class);
  private @Nullable Chosen chosen;
  private @Nullable Object chosenAt;

  /**
   * Estimates by what is chosen at {@link #discover}, or at the first reading without that.
   *
   * @param model asked once
   * @param shown where others see what is estimated
   */
  public EstimatedSource(Supplier<Chosen> model, PresentEstimate shown) {
    this(model, shown, () -> model);
  }

  /**
   * The same, and chooses again whenever more is known of the machine.
   *
   * @param sign equals what it was for as long as nothing new is known
   */
  public EstimatedSource(Supplier<Chosen> model, PresentEstimate shown, Supplier<?> sign) {
    this.model = model;
    this.shown = shown;
    this.sign = sign;
  }

  @Override
  public Discovery discover() {
    choose();
    return Discovery.of(List.copyOf(zones.values()));
  }

  private Chosen choose() {
    Chosen present = chosen;
    Object seen = sign.get();
    if (present == null || !seen.equals(chosenAt)) {
      present = model.get();
      chosenAt = seen;
      zones.clear();
      present.estimate().zones().keySet().forEach(each -> zones.put(each, zone(each)));
      chosen = present;
    }
    return present;
  }

  @Override
  public PowerReading read(TickLoad load) {
    Chosen present = choose();
    shown.set(present.estimate(), load.utilization());
    Map<Component, Curve> curves = present.estimate().zones();
    List<Reading> readings = new ArrayList<>();
    zones.forEach(
        (component, zone) -> {
          Curve curve = curves.get(component);
          if (curve != null) {
            OptionalLong idleUw = OptionalLong.of(curve.powerUw(0));
            readings.add(new Reading.Power(zone, curve.powerUw(load.utilization()), idleUw));
          }
        });
    return new PowerReading(readings, present.faults());
  }

  private static Zone zone(Component component) {
    return switch (component) {
      case PACKAGE -> zone(PACKAGE, component, "0", Optional.empty());
      case CORE -> zone(PACKAGE + "/core", component, "0", Optional.of(PACKAGE));
      case UNCORE -> zone(PACKAGE + "/uncore", component, "0", Optional.of(PACKAGE));
      case DRAM -> zone(PACKAGE + "/dram", component, "0", Optional.of(PACKAGE));
      case PLATFORM -> zone("platform", component, "", Optional.empty());
      case GPU, OTHER ->
          throw new IllegalArgumentException("nothing estimates " + component + " by CPU time");
    };
  }

  private static Zone zone(
      String id, Component component, String packageId, Optional<String> parent) {
    return new Zone(id, component, packageId, parent, "trained_power_model", Provenance.ESTIMATED);
  }
}
