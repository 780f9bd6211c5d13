// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.hwmon;

import io.keplerotel.agent.linux.fs.SensorFile;
import io.keplerotel.agent.linux.fs.UnreadableException;
import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.model.Provenance;
import io.keplerotel.agent.model.UsageKind;
import io.keplerotel.agent.model.Zone;
import io.keplerotel.agent.power.hwmon.SensorChoice.Fit;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The sensors that count, by the id of their zone. Ids and numbers are made of what a reboot does
 * not change; once given they stay, whatever is plugged in later.
 */
final class SensorBoard {
  private static final long NS_PER_MS = 1_000_000;
  private static final String GPUS = "gpu";

  private final SensorFile reader;
  private final Map<String, Sensor> sensors = new LinkedHashMap<>();
  private final Map<String, Map<String, Integer>> numbers = new HashMap<>();

  SensorBoard(SensorFile reader) {
    this.reader = reader;
  }

  Collection<Sensor> sensors() {
    return sensors.values();
  }

  /** Takes what was found; sensors that are not found again stay, as a fault when they are read. */
  void put(List<Fit> fits) {
    List<Fit> packagesFirst =
        fits.stream()
            .sorted(Comparator.comparing(fit -> fit.component() != Component.PACKAGE))
            .toList();
    for (Fit fit : packagesFirst) {
      String id = id(fit, fits);
      Sensor known = sensors.get(id);
      if (known == null) {
        sensors.put(id, sensor(zone(id, fit), fit));
      } else {
        known.moved(fit.channel(), fit.chip());
      }
    }
  }

  private Sensor sensor(Zone zone, Fit fit) {
    return new Sensor(
        zone, fit.channel(), fit.chip(), fit.rule().meaning().factorMillionths(), averageNs(fit));
  }

  /** By label where that names one channel of its chip, else by number. */
  private static String id(Fit fit, List<Fit> all) {
    String name = Chip.slug(fit.label());
    long same =
        all.stream()
            .filter(other -> other.chip().folder().equals(fit.chip().folder()))
            .filter(other -> Chip.slug(other.label()).equals(name))
            .count();
    String channel = name.isEmpty() || same > 1 ? Chip.slug(fit.channel().name()) : name;
    return fit.chip().id() + "/" + channel;
  }

  private Zone zone(String id, Fit fit) {
    Component component = fit.component();
    String packageId = packageId(fit);
    return new Zone(
        id,
        component,
        packageId,
        parent(component, packageId),
        fit.rule().meaning().source(),
        Provenance.MEASURED,
        component == Component.GPU ? UsageKind.gpuTime(fit.chip().device()) : UsageKind.CPU_TIME,
        component == Component.GPU ? new Zone.Make(fit.chip().vendor(), "") : Zone.Make.UNKNOWN);
  }

  private String packageId(Fit fit) {
    if (fit.component() == Component.PLATFORM) {
      return "";
    }
    if (!fit.packageId().isEmpty()) {
      return fit.packageId();
    }
    String kind = fit.component() == Component.GPU ? GPUS : fit.rule().section();
    Map<String, Integer> given = numbers.computeIfAbsent(kind, each -> new HashMap<>());
    return Integer.toString(given.computeIfAbsent(fit.chip().id(), chip -> given.size()));
  }

  /** Cores hang under their package, where that is one zone. */
  private Optional<String> parent(Component component, String packageId) {
    if (component != Component.CORE && component != Component.UNCORE) {
      return Optional.empty();
    }
    List<String> packages =
        sensors.values().stream()
            .map(Sensor::zone)
            .filter(zone -> zone.component() == Component.PACKAGE)
            .filter(zone -> zone.packageId().equals(packageId))
            .map(Zone::id)
            .toList();
    return packages.size() == 1 ? Optional.of(packages.getFirst()) : Optional.empty();
  }

  private long averageNs(Fit fit) {
    Path interval = fit.chip().folder().resolve(fit.channel().name() + "_average_interval");
    if (!fit.chip().files().contains(String.valueOf(interval.getFileName()))) {
      return 0;
    }
    try {
      return Math.clamp(reader.number(interval), 0, 600_000) * NS_PER_MS;
    } catch (UnreadableException ignored) {
      // It says nothing of the value itself.
      return 0;
    }
  }
}
