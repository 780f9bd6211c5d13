// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.powercap;

import io.keplerotel.agent.linux.fs.SmallFile;
import io.keplerotel.agent.linux.fs.UnreadableException;
import io.keplerotel.agent.model.Fault;
import io.keplerotel.agent.model.Zone;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Finds the zones of a powercap tree.
 *
 * <p>Directories are called {@code <control type>:<zone>[:<subzone>]}; the class folder shows all
 * of them side by side, the device folders one inside the other. Both forms are understood. Zones
 * that a later control type repeats ({@code intel-rapl-mmio} after {@code intel-rapl}) are dropped.
 */
final class ZoneSearch {
  private static final System.Logger LOG = System.getLogger(ZoneSearch.class.getName());
  private static final String ENERGY = "energy_uj";
  private static final String RANGE = "max_energy_range_uj";
  private static final String LIMIT = "constraint_0_power_limit_uw";
  private static final String NAME = "name";

  private final SmallFile file;
  private final Map<String, ZoneDirectory> found = new LinkedHashMap<>();
  private final Map<String, Zone> byDirectory = new HashMap<>();
  private final List<Fault> faults = new ArrayList<>();

  /** Assigns. */
  ZoneSearch(SmallFile file) {
    this.file = file;
  }

  /**
   * What was found.
   *
   * @param zones in the order of the kernel's names, parents first
   * @param faults one for each zone that cannot be told what it is
   */
  record Result(List<ZoneDirectory> zones, List<Fault> faults) {}

  /** Searches; a folder that does not exist holds no zones. */
  Result search(Path powercap) {
    Map<String, Path> directories =
        new TreeMap<>(Comparator.comparing(ZoneSearch::controlType).thenComparing(n -> n));
    collect(powercap, directories);
    directories.forEach(this::add);
    return new Result(List.copyOf(found.values()), List.copyOf(faults));
  }

  private void collect(Path folder, Map<String, Path> directories) {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        String name = String.valueOf(entry.getFileName());
        boolean isZone = name.indexOf(':') > 0 && Files.isDirectory(entry);
        if (isZone && directories.putIfAbsent(name, entry) == null) {
          collect(entry, directories);
        } else if (!isZone && Files.isDirectory(entry) && isControlType(folder, name)) {
          collect(entry, directories);
        }
      }
    } catch (DirectoryIteratorException | IOException e) {
      faults.add(
          new Fault(
              "powercap " + folder.getFileName(),
              "cannot list " + folder + ": " + e.getMessage() + "; run as root or grant access"));
    }
  }

  /** Control types lie in the class folder; zones have other folders, such as {@code power}. */
  private static boolean isControlType(Path folder, String name) {
    return !String.valueOf(folder.getFileName()).contains(":") && name.contains("rapl");
  }

  private void add(String directory, Path path) {
    if (!Files.exists(path.resolve(ENERGY)) && !controlType(directory).contains("rapl")) {
      return; // Such as dtpm, which limits power but does not count energy.
    }
    try {
      String name = file.text(path.resolve(NAME)).strip();
      Optional<Zone> zone = zone(directory, name);
      if (zone.isEmpty()) {
        LOG.log(System.Logger.Level.DEBUG, "{0}: zone of unknown name {1}", path, name);
        return;
      }
      byDirectory.put(directory, zone.get());
      add(zone.get(), path);
    } catch (UnreadableException e) {
      faults.add(new Fault(directory, "zone is not counted: " + e.getMessage()));
    }
  }

  private void add(Zone zone, Path path) {
    if (found.containsKey(zone.id())) {
      return;
    }
    long rangeUj = 0;
    try {
      rangeUj = file.number(path.resolve(RANGE));
    } catch (UnreadableException e) {
      faults.add(new Fault(zone.id() + " range", "wraps cannot be made up for: " + e.getMessage()));
    }
    found.put(
        zone.id(), new ZoneDirectory(zone, path.resolve(ENERGY), rangeUj, longTermLimitUw(path)));
  }

  /** The kernel's first constraint is the long-term one; not every zone has any. */
  private long longTermLimitUw(Path path) {
    Path limit = path.resolve(LIMIT);
    try {
      return Files.exists(limit) ? file.number(limit) : 0;
    } catch (UnreadableException ignored) {
      // Without it, what the zone was seen to use is the measure.
      return 0;
    }
  }

  private Optional<Zone> zone(String directory, String name) {
    String above = directory.substring(0, directory.lastIndexOf(':'));
    if (above.indexOf(':') < 0) {
      return ZoneName.top(name);
    }
    return Optional.ofNullable(byDirectory.get(above))
        .or(() -> namelessParent(above))
        .flatMap(parent -> ZoneName.inside(parent, name));
  }

  /** The kernel numbers zones as it does packages, so that a lost name can be made up for. */
  private static Optional<Zone> namelessParent(String directory) {
    return ZoneName.top("package-" + directory.substring(directory.indexOf(':') + 1));
  }

  private static String controlType(String directory) {
    return directory.substring(0, directory.indexOf(':'));
  }
}
