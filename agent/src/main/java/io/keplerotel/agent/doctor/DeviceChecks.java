// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.doctor;

import io.keplerotel.agent.linux.fs.HostFiles;
import io.keplerotel.agent.linux.fs.SmallFile;
import io.keplerotel.agent.linux.fs.UnreadableException;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Counters and cards that the kernel shows. */
final class DeviceChecks {
  private static final String CPU_COUNTERS = "cpu|cpu_core|cpu_atom|armv[0-9].*|cpum_.*";
  private static final Map<String, String> MAKERS =
      Map.of("0x10de", "NVIDIA", "0x1002", "AMD", "0x8086", "Intel");

  private final HostFiles files;

  DeviceChecks(HostFiles files) {
    this.files = files;
  }

  List<Check> all() {
    return List.of(
        new Check("pmu", () -> List.of(counters())), new Check("gpu", () -> List.of(gpu())));
  }

  private Finding counters() {
    List<String> all = names(files.perfSources());
    List<String> cpu = all.stream().filter(name -> name.matches(CPU_COUNTERS)).toList();
    return cpu.isEmpty()
        ? Finding.note(
            "pmu",
            "no hardware counters, as on most virtual machines; CPU time is what energy is divided by")
        : Finding.ok("pmu", "hardware counters: " + String.join(", ", cpu));
  }

  private Finding gpu() {
    List<String> graphics = graphics();
    return Finding.ok("gpu", graphics.isEmpty() ? "none" : String.join(", ", graphics));
  }

  /** The GPUs that are there, as {@code card0 (NVIDIA)}. */
  List<String> graphics() {
    List<String> found = new ArrayList<>();
    for (String card : names(files.drm())) {
      if (card.matches("card[0-9]+")) {
        String maker = MAKERS.get(vendor(files.drm().resolve(card).resolve("device/vendor")));
        if (maker != null) {
          found.add("%s (%s)".formatted(card, maker));
        }
      }
    }
    boolean isNamed = found.stream().anyMatch(each -> each.contains("NVIDIA"));
    if (!isNamed && files.hasNvidiaDriver()) {
      found.add("NVIDIA's driver");
    }
    return found;
  }

  private static String vendor(Path path) {
    try {
      return new SmallFile().text(path).strip();
    } catch (UnreadableException ignored) {
      // A display of a virtual machine or board: no accelerator by a known maker.
      return "";
    }
  }

  private static List<String> names(Path folder) {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      entries.forEach(entry -> names.add(String.valueOf(entry.getFileName())));
    } catch (IOException | DirectoryIteratorException ignored) {
      // No such class of devices.
      return List.of();
    }
    names.sort(String::compareTo);
    return names;
  }
}
