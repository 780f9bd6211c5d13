// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.powercap;

import io.keplerotel.agent.linux.fs.SmallFile;
import io.keplerotel.agent.linux.fs.UnreadableException;
import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.model.Fault;
import io.keplerotel.agent.model.Zone;
import io.keplerotel.agent.power.rapl.RaplCpu;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Finds the zones of a powercap tree.
 *
 * <p>Directories are called {@code <control type>:<zone>[:<subzone>]}; the class folder shows all
 * of them side by side, the device folders one inside the other. Both forms are understood. Zones
 * that a later control type repeats ({@code intel-rapl-mmio} after {@code intel-rapl}) are dropped;
 * two of the same control type with one name are both counted, the second by an id of its own.
 *
 * <p>On AMD, a package has one counter whatever dies it is shown for, and what is shown as its
 * cores is the counter of one core: neither is counted.
 */
final class ZoneSearch {
  private static final System.Logger LOG = System.getLogger(ZoneSearch.class.getName());
  private static final String ENERGY = "energy_uj";
  private static final String RANGE = "max_energy_range_uj";
  private static final String LIMIT = "constraint_0_power_limit_uw";
  private static final String NAME = "name";

  private final SmallFile file;
  private final RaplCpu cpu;
  private final Map<String, ZoneDirectory> found = new LinkedHashMap<>();
  private final Map<String, Zone> byDirectory = new HashMap<>();

  /** The control type of each zone that was found, by id. */
  private final Map<String, String> typeOf = new HashMap<>();

  private final Set<String> leftOut = new LinkedHashSet<>();
  private final List<Fault> faults = new ArrayList<>();

  /** Of a machine with these CPUs. */
  ZoneSearch(SmallFile file, RaplCpu cpu) {
    this.file = file;
    this.cpu = cpu;
  }

  /**
   * What was found.
   *
   * @param zones in the order of the kernel's names, parents first
   * @param leftOut directories of zones that are not what their name says
   * @param faults one for each zone that cannot be told what it is
   */
  record Result(List<ZoneDirectory> zones, Set<String> leftOut, List<Fault> faults) {}

  /** Searches; a folder that does not exist holds no zones. */
  Result search(Path powercap) {
    Map<String, Path> directories = new TreeMap<>(ZoneSearch::inOrder);
    collect(powercap, directories);
    directories.forEach(this::add);
    return new Result(List.copyOf(found.values()), Set.copyOf(leftOut), List.copyOf(faults));
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
      // All dies of a package of AMD's show the same counter: the package's.
      boolean isDie = cpu.packageHasOneCounter() && ZoneName.isDie(name);
      Optional<Zone> zone = zone(directory, isDie ? ZoneName.withoutDie(name) : name);
      if (zone.isEmpty()) {
        LOG.log(System.Logger.Level.DEBUG, "{0}: zone of unknown name {1}", path, name);
      } else if (isCoreOfMany(zone.get()) || (isDie && typeOf.containsKey(zone.get().id()))) {
        leftOut.add(directory);
      } else {
        count(directory, zone.get(), path);
      }
    } catch (UnreadableException e) {
      faults.add(new Fault(directory, "zone is not counted: " + e.getMessage()));
    }
  }

  private void count(String directory, Zone named, Path path) {
    Zone zone = named;
    String type = typeOf.get(zone.id());
    if (controlType(directory).equals(type)) {
      zone = second(directory, zone);
    }
    byDirectory.put(directory, zone);
    if (typeOf.putIfAbsent(zone.id(), controlType(directory)) == null) {
      add(zone, path);
    }
  }

  private boolean isCoreOfMany(Zone zone) {
    return zone.component() == Component.CORE && cpu.coresHaveTheirOwnCounters();
  }

  private Zone second(String directory, Zone zone) {
    String number = directory.substring(directory.lastIndexOf(':') + 1);
    Zone renamed = ZoneName.renamed(zone, zone.id() + "-zone-" + number);
    faults.add(
        new Fault(
            renamed.id() + " name",
            "two zones are named %s; the one in %s is counted as %s"
                .formatted(zone.id(), directory, renamed.id())));
    return renamed;
  }

  private void add(Zone zone, Path path) {
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
    if (leftOut.contains(above)) {
      return Optional.empty();
    }
    return Optional.ofNullable(byDirectory.get(above))
        .or(() -> namelessParent(above))
        .flatMap(parent -> ZoneName.inside(parent, name));
  }

  /** The kernel numbers zones as it does packages, so that a lost name can be made up for. */
  private static Optional<Zone> namelessParent(String directory) {
    return ZoneName.top("package-" + directory.substring(directory.indexOf(':') + 1));
  }

  /** Control types together; without Java's own comparators, as in PowerChoice. */
  private static int inOrder(String one, String other) {
    int types = controlType(one).compareTo(controlType(other));
    return types == 0 ? one.compareTo(other) : types;
  }

  private static String controlType(String directory) {
    return directory.substring(0, directory.indexOf(':'));
  }
}
