// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.linux.perf;

import io.keplerotel.agent.linux.fs.CpuList;
import io.keplerotel.agent.linux.fs.HostFiles;
import io.keplerotel.agent.linux.fs.SmallFile;
import io.keplerotel.agent.linux.fs.UnreadableException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A PMU as sysfs describes it. For one thread.
 *
 * <p>Events are files such as {@code event=0x02}; {@code format/event} says to which bits of the
 * configuration such a term belongs; {@code .scale} and {@code .unit} what a count is.
 */
public final class Pmu {
  private static final Pattern TERM = Pattern.compile("(?<name>[a-z_0-9]+)(=(?<value>\\w+))?");
  private static final Pattern BITS =
      Pattern.compile("config:(?<low>\\d{1,2})(-(?<high>\\d{1,2}))?");

  private final String name;
  private final Path folder;
  private final SmallFile file;

  private Pmu(String name, Path folder, SmallFile file) {
    this.name = name;
    this.folder = folder;
    this.file = file;
  }

  /** One of this machine; empty where the kernel has none of that name. */
  public static Optional<Pmu> find(HostFiles files, String name, SmallFile file) {
    Path folder = files.eventSource(name);
    return Files.isDirectory(folder) ? Optional.of(new Pmu(name, folder, file)) : Optional.empty();
  }

  /** An event and what one of its counts is. */
  public record Scaled(PerfEvent event, double scale) {}

  /** The CPUs on which it is counted for all others; changes when one of them goes offline. */
  public List<Integer> cpus() throws UnreadableException {
    return CpuList.read(file, folder.resolve("cpumask"));
  }

  /** An event by its name in sysfs; empty where the hardware has none of it. */
  public Optional<Scaled> event(String event) throws UnreadableException {
    Path path = folder.resolve("events").resolve(event);
    if (!Files.exists(path)) {
      return Optional.empty();
    }
    long config = 0;
    for (String term : file.text(path).strip().split(",", -1)) {
      config |= bits(path, term);
    }
    int type = (int) file.number(folder.resolve("type"));
    return Optional.of(
        new Scaled(new PerfEvent(name + "/" + event + "/", type, config), scale(event)));
  }

  private double scale(String event) throws UnreadableException {
    Path path = folder.resolve("events").resolve(event + ".scale");
    String text = file.text(path).strip();
    try {
      double scale = Double.parseDouble(text);
      if (scale > 0 && scale < Double.MAX_VALUE) {
        return scale;
      }
    } catch (NumberFormatException ignored) {
      // Said below.
    }
    throw UnreadableException.malformed(path, "\"" + text + "\" is no scale");
  }

  private long bits(Path event, String term) throws UnreadableException {
    Matcher matcher = TERM.matcher(term);
    if (!matcher.matches()) {
      throw UnreadableException.malformed(event, "\"" + term + "\" is no term of an event");
    }
    String text = matcher.group("value");
    long value;
    try {
      value = text == null ? 1 : Long.decode(text);
    } catch (NumberFormatException ignored) {
      throw UnreadableException.malformed(event, "\"" + text + "\" is not a number");
    }
    Path format = folder.resolve("format").resolve(matcher.group("name"));
    Matcher bits = BITS.matcher(file.text(format).strip());
    if (!bits.matches()) {
      throw UnreadableException.malformed(format, "it is no range of bits of config");
    }
    return value << Integer.parseInt(bits.group("low"));
  }
}
