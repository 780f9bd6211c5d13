// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.battery;

import io.keplerotel.agent.linux.fs.SensorFile;
import io.keplerotel.agent.linux.fs.UnreadableException;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Finds batteries and chargers, by their type: names are up to firmware. */
final class SupplySearch {
  private static final String BATTERY = "Battery";

  /** Of a mouse, a headset or a pen, which do not feed the machine. */
  private static final String OF_A_DEVICE = "Device";

  private final SensorFile reader;

  SupplySearch(SensorFile reader) {
    this.reader = reader;
  }

  /**
   * What was found.
   *
   * @param batteries those that feed the machine, in the order of their names
   * @param chargers files that say whether one gives power
   */
  record Result(List<Battery> batteries, List<Path> chargers) {
    /** Whether any charger gives power; one that cannot be read, or was unplugged, gives none. */
    boolean onMains(SensorFile reader) {
      for (Path online : chargers) {
        try {
          if (reader.number(online) > 0) {
            return true;
          }
        } catch (UnreadableException ignored) {
          // The batteries' own state is asked next.
        }
      }
      return false;
    }
  }

  /** Searches; a class that does not exist has nothing. */
  Result search(Path supplies) {
    List<Battery> batteries = new ArrayList<>();
    List<Path> chargers = new ArrayList<>();
    for (Path supply : entries(supplies)) {
      String type = text(supply.resolve("type"));
      if (type.equals(BATTERY)) {
        if (!text(supply.resolve("scope")).equals(OF_A_DEVICE)) {
          batteries.add(new Battery(supply));
        }
      } else if (Files.exists(supply.resolve("online"))) {
        chargers.add(supply.resolve("online"));
      }
    }
    return new Result(batteries, chargers);
  }

  private static Iterable<Path> entries(Path folder) {
    TreeSet<Path> entries = new TreeSet<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> found = Files.newDirectoryStream(folder)) {
        found.forEach(entries::add);
      } catch (DirectoryIteratorException | IOException ignored) {
        // The class is readable by all; where it is not, this machine shows no battery.
      }
    }
    return entries;
  }

  private String text(Path file) {
    try {
      return reader.text(file);
    } catch (UnreadableException ignored) {
      // Not every driver has each of these files.
      return "";
    }
  }
}
