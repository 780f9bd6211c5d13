// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.hwmon;

import io.keplerotel.agent.linux.fs.SensorFile;
import io.keplerotel.agent.linux.fs.UnreadableException;
import io.keplerotel.agent.power.hwmon.Channel.Kind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A sensor chip, or what a driver shows as one. Its number in the class changes from start to
 * start; its driver and device do not.
 *
 * @param driver what it calls itself, such as {@code amdgpu}
 * @param device what the bus calls it, such as {@code 0000:03:00.0}; empty where it has no device
 * @param folder where its sensors' files are
 * @param deviceFolder of the device
 * @param files names of all files in its folder
 */
record Chip(String driver, String device, Path folder, Path deviceFolder, Set<String> files) {
  private static final Pattern SENSOR =
      Pattern.compile("(power|energy|curr)(?<number>\\d{1,4})_(?:input|average)");

  /** Takes a copy of the set, in the order of names. */
  Chip {
    files = new TreeSet<>(files);
  }

  /** Who makes what its driver drives, as far as the drivers of GPUs tell; else empty. */
  String vendor() {
    return switch (driver) {
      case "amdgpu" -> "amd";
      case "i915", "xe" -> "intel";
      default -> "";
    };
  }

  /** What it is called in ids of zones: nothing that a reboot changes, in lower case. */
  String id() {
    return slug(device.isEmpty() ? driver : driver + "-" + device);
  }

  /** Letters, digits and dashes only. */
  static String slug(String name) {
    return name.toLowerCase(java.util.Locale.ROOT)
        .replaceAll("[^a-z0-9]+", "-")
        .replaceAll("^-|-$", "");
  }

  /** All of its channels: powers, energies, and each voltage with the current of its number. */
  List<Channel> channels() {
    List<Channel> channels = new ArrayList<>();
    Set<String> seen = new TreeSet<>();
    for (String file : files) {
      Matcher matcher = SENSOR.matcher(file);
      if (matcher.matches() && seen.add(matcher.group(1) + matcher.group("number"))) {
        channel(matcher.group(1), Integer.parseInt(matcher.group("number")))
            .ifPresent(channels::add);
      }
    }
    return channels;
  }

  private Optional<Channel> channel(String type, int number) {
    return switch (type) {
      case "power" -> Optional.of(power(number));
      case "energy" -> energy(number);
      default -> product(number, number);
    };
  }

  /**
   * An average comes first: it is of the whole time since the last reading, or of most of it, where
   * an input is of the instant at which it is read.
   */
  private Channel power(int number) {
    String name = "power" + number;
    return new Channel(Kind.POWER, name, existing(name + "_average", name + "_input"));
  }

  private Optional<Channel> energy(int number) {
    String name = "energy" + number;
    return Optional.of(existing(name + "_input"))
        .filter(found -> !found.isEmpty())
        .map(found -> new Channel(Kind.ENERGY, name, found));
  }

  /** A voltage and a current, where the chip has both. */
  Optional<Channel> product(int voltage, int current) {
    return Optional.of(existing("in" + voltage + "_input", "curr" + current + "_input"))
        .filter(found -> found.size() == 2)
        .map(found -> new Channel(Kind.PRODUCT, "in%d*curr%d".formatted(voltage, current), found));
  }

  /**
   * What the driver calls a channel. The ACPI power meter has no labels: there the firmware's own
   * words are the label.
   */
  String label(Channel channel, SensorFile reader) {
    String first = channel.name().split("\\*", 2)[0];
    for (String suffix : List.of("_label", "_oem_info")) {
      String file = first + suffix;
      if (files.contains(file)) {
        try {
          return reader.text(folder.resolve(file));
        } catch (UnreadableException ignored) {
          // A label that cannot be read is as good as none: rules that ask for it do not fit.
          return "";
        }
      }
    }
    return "";
  }

  private List<Path> existing(String... names) {
    return java.util.Arrays.stream(names).filter(files::contains).map(folder::resolve).toList();
  }
}
