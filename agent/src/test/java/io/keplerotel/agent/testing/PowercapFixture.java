// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;

/** A powercap tree whose counters a test turns. */
public final class PowercapFixture {
  private final Path powercap;
  private final Map<String, Long> countersUj = new LinkedHashMap<>();
  private final Map<String, Long> rangesUj = new LinkedHashMap<>();
  private final Map<String, Long> usedUj = new LinkedHashMap<>();

  /** An empty tree under this sysfs. */
  public PowercapFixture(Path sysfs) {
    this.powercap = sysfs.resolve("class/powercap");
  }

  /**
   * Adds a zone.
   *
   * @param folder such as {@code intel-rapl:0} or {@code intel-rapl:0/intel-rapl:0:1}
   */
  public PowercapFixture zone(String folder, String name, long energyUj, long rangeUj) {
    Path directory = powercap.resolve(folder);
    write(directory.resolve("name"), name + "\n");
    write(directory.resolve("max_energy_range_uj"), rangeUj + "\n");
    countersUj.put(folder, energyUj);
    rangesUj.put(folder, rangeUj);
    usedUj.put(folder, 0L);
    write(directory.resolve("energy_uj"), energyUj + "\n");
    return this;
  }

  /** The zone uses energy; its counter wraps as the hardware's does. */
  public void use(String folder, long energyUj) {
    long counterUj =
        (countersUj.getOrDefault(folder, 0L) + energyUj) % rangesUj.getOrDefault(folder, 1L);
    countersUj.put(folder, counterUj);
    usedUj.merge(folder, energyUj, Long::sum);
    write(powercap.resolve(folder).resolve("energy_uj"), counterUj + "\n");
  }

  /** What the zone has used since it was added, µJ. */
  public long usedUj(String folder) {
    return usedUj.getOrDefault(folder, 0L);
  }

  private static void write(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      // Nobody reads half of a kernel file.
      Path whole = Files.writeString(file.resolveSibling("." + file.getFileName()), text);
      Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
