// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.hwmon;

import io.keplerotel.agent.linux.fs.KernelText;
import io.keplerotel.agent.linux.fs.SensorFile;
import io.keplerotel.agent.linux.fs.UnreadableException;
import io.keplerotel.agent.model.Fault;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds the chips of the hwmon class. Drivers of today have their files in {@code hwmonN}; older
 * ones, and the ACPI power meter before Linux 6.17, have them beside, in {@code hwmonN/device},
 * with their name.
 */
final class ChipSearch {
  private static final String NAME = "name";
  private static final String DEVICE = "device";

  private final SensorFile reader;

  ChipSearch(SensorFile reader) {
    this.reader = reader;
  }

  /**
   * What was found.
   *
   * @param chips by driver and device, so that their order is the same after each start
   * @param faults what cannot be listed
   */
  record Result(List<Chip> chips, List<Fault> faults) {}

  /** Searches; a class that does not exist has no chips. */
  Result search(Path hwmon) {
    List<Chip> chips = new ArrayList<>();
    List<Fault> faults = new ArrayList<>();
    if (Files.isDirectory(hwmon)) {
      try {
        for (String entry : names(hwmon)) {
          add(hwmon.resolve(entry), chips);
        }
      } catch (IOException e) {
        faults.add(
            new Fault(
                "class",
                "cannot list " + hwmon + ": " + e.getMessage() + "; run as root or grant access"));
      }
    }
    if (!chips.isEmpty()) {
      chips.sort(Comparator.comparing(Chip::driver).thenComparing(Chip::device));
    }
    return new Result(chips, faults);
  }

  private void add(Path entry, List<Chip> chips) {
    Path device = entry.resolve(DEVICE);
    Path folder = Files.exists(entry.resolve(NAME)) ? entry : device;
    try {
      String driver = reader.text(folder.resolve(NAME));
      chips.add(new Chip(driver, device(device), folder, device, names(folder)));
    } catch (UnreadableException ignored) {
      // Without a name no rule fits it; the driver may just be going.
    } catch (IOException ignored) {
      // It went away while it was looked at.
    }
  }

  private static String device(Path link) {
    try {
      return Files.exists(link) ? KernelText.name(link.toRealPath()) : "";
    } catch (IOException ignored) {
      // It went away while it was looked at.
      return "";
    }
  }

  private static Set<String> names(Path folder) throws IOException {
    Set<String> names = new TreeSet<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      entries.forEach(entry -> names.add(KernelText.name(entry)));
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return names;
  }
}
