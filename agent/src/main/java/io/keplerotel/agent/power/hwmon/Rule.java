// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.hwmon;

import io.keplerotel.agent.linux.fs.SensorFile;
import io.keplerotel.agent.linux.fs.UnreadableException;
import io.keplerotel.agent.model.Component;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What channels of a driver measure.
 *
 * @param section rules that together describe one kind of machine; of two sections that measure the
 *     same component of a machine, only the first counts
 * @param which the channels that it speaks of
 * @param meaning what they measure
 */
record Rule(String section, Which which, Meaning meaning) {
  private static final Pattern CHANNELS =
      Pattern.compile("(?:power|energy)\\d{0,4}|in\\*curr|in\\d{1,4}\\*curr\\d{1,4}");
  private static final Pattern PAIR = Pattern.compile("in(\\d+)\\*curr(\\d+)");

  /** Of how many of the channels that fit the first one counts. */
  enum Once {
    /** Each counts. */
    NEVER,
    /** One of a chip. */
    CHIP,
    /** One of the machine. */
    MACHINE
  }

  /**
   * Which channels.
   *
   * @param driver its name
   * @param device what the bus calls the chip; any where empty
   * @param channels such as {@code power}, {@code energy2} or {@code in*curr}
   * @param label the whole label; its first group, where it has one, is the number of the package
   * @param beside a file of the chip and what it must say
   */
  record Which(
      String driver,
      String device,
      String channels,
      Optional<Pattern> label,
      Optional<Beside> beside) {}

  /**
   * A condition.
   *
   * @param file a path below the chip's folder
   * @param text what it must hold
   */
  record Beside(String file, String text) {}

  /**
   * What is measured.
   *
   * @param component empty where the channel is known and never counted
   * @param packageId the package; empty to count chips or ask the label
   * @param factorMillionths what the value is multiplied by, in millionths
   * @param once whether other channels that fit count beside it
   * @param source what the label {@code source} of its metrics says
   */
  record Meaning(
      Optional<Component> component,
      String packageId,
      long factorMillionths,
      Once once,
      String source) {}

  /** Whether these channels can be asked for. */
  static boolean isChannels(String text) {
    return CHANNELS.matcher(text).matches();
  }

  /** The channels of a chip that it may speak of, whatever they are labelled. */
  List<Channel> channels(Chip chip) {
    boolean fits =
        chip.driver().equals(which.driver())
            && (which.device().isEmpty() || which.device().equals(chip.device()));
    if (!fits) {
      return List.of();
    }
    Matcher pair = PAIR.matcher(which.channels());
    if (pair.matches()) {
      return chip.product(Integer.parseInt(pair.group(1)), Integer.parseInt(pair.group(2))).stream()
          .toList();
    }
    return chip.channels().stream().filter(this::isNamed).toList();
  }

  private boolean isNamed(Channel channel) {
    String asked = which.channels();
    return switch (channel.kind()) {
      case POWER -> asked.equals("power") || asked.equals(channel.name());
      case ENERGY -> asked.equals("energy") || asked.equals(channel.name());
      case PRODUCT -> asked.equals("in*curr");
    };
  }

  /** Whether the chip is as the rule wants it. */
  boolean accepts(Chip chip, SensorFile reader) {
    return which
        .beside()
        .map(
            beside -> {
              try {
                return reader.text(chip.folder().resolve(beside.file())).equals(beside.text());
              } catch (UnreadableException ignored) {
                // Where it is missing the chip is not of the kind that is meant.
                return false;
              }
            })
        .orElse(true);
  }

  /**
   * The package that a label names.
   *
   * @return empty where the label does not fit; the empty text where it names none
   */
  Optional<String> packageId(String label) {
    if (which.label().isEmpty()) {
      return Optional.of(meaning.packageId());
    }
    Matcher matcher = which.label().get().matcher(label);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    boolean named = matcher.groupCount() > 0 && matcher.group(1) != null;
    return Optional.of(named ? matcher.group(1) : meaning.packageId());
  }
}
