// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.testing;

import io.keplerotel.agent.linux.fs.HostFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A host as one text file describes it, built as a tree of kernel files whose counters move.
 *
 * <pre>
 * # a comment
 * /sys/class/powercap/intel-rapl:0      the folder of the files that follow
 * energy_uj = 1000 +30000000            a counter, and what is added to it at each tick; it starts
 *                                       again at max_energy_range_uj, where its folder has one
 * hwmon3 /sys/devices/…/0000:03:00.0    a chip of this device, with the class's and device's links
 * power1_average = 100 | 120            values that take turns
 * cpuinfo = one\ntwo                    lines
 * </pre>
 */
public final class HostFixture {
  private static final Pattern CHIP = Pattern.compile("(?<chip>hwmon\\d+) (?<device>/sys/\\S+)");
  private static final Pattern COUNTER = Pattern.compile("(?<first>\\d+) \\+(?<step>\\d+)");
  private static final String RANGE = "max_energy_range_uj";

  private final Path root;
  private final Map<Path, String> contents = new LinkedHashMap<>();

  /** Builds what a description says, as it is before the first tick. */
  public HostFixture(Path root, List<String> description) {
    this.root = root;
    Path folder = root;
    for (String line : description) {
      Matcher chip = CHIP.matcher(line);
      int equals = line.indexOf(" = ");
      if (chip.matches()) {
        folder = chip(chip.group("chip"), absolute(chip.group("device")));
      } else if (line.startsWith("/")) {
        folder = absolute(line);
      } else if (equals > 0 && !line.startsWith("#")) {
        contents.put(folder.resolve(line.substring(0, equals)), line.substring(equals + 3));
      } else if (!line.isBlank() && !line.startsWith("#")) {
        throw new IllegalArgumentException("not understood: " + line);
      }
    }
    contents.forEach((file, content) -> write(file, value(file, content, 0)));
  }

  /** Its files. */
  public HostFiles files() {
    return new HostFiles(root.resolve("proc"), root.resolve("sys"));
  }

  /** Lets what moves move on. */
  public void tick(int number) {
    contents.forEach(
        (file, content) -> {
          if (content.contains(" | ") || COUNTER.matcher(content).matches()) {
            write(file, value(file, content, number));
          }
        });
  }

  private Path chip(String name, Path device) {
    Path folder = device.resolve("hwmon").resolve(name);
    link(folder.resolve("device"), device);
    link(root.resolve("sys/class/hwmon").resolve(name), folder);
    return folder;
  }

  private String value(Path file, String content, int tick) {
    Matcher counter = COUNTER.matcher(content);
    if (counter.matches()) {
      long energy =
          Long.parseLong(counter.group("first")) + tick * Long.parseLong(counter.group("step"));
      String range = contents.get(file.resolveSibling(RANGE));
      return Long.toString(range == null ? energy : energy % Long.parseLong(range));
    }
    String[] turns = content.split(" \\| ", -1);
    return turns[tick % turns.length].replace("\\n", "\n");
  }

  private Path absolute(String path) {
    return root.resolve(path.substring(1));
  }

  private static void write(Path file, String content) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, content + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void link(Path link, Path target) {
    try {
      Files.createDirectories(target);
      Files.createDirectories(link.getParent());
      Files.createSymbolicLink(link, target);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
