// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.estimated.catalogue;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a CPU is called, whoever says it: the kernel, a cloud, a benchmark, or a person.
 *
 * @param key what all of these have in common, such as {@code epyc 9654} or {@code gold 6430}
 * @param cores of one chip, where the name says it
 * @param mhz base frequency, where the name says it
 */
public record CpuName(String key, OptionalInt cores, OptionalDouble mhz) {
  private static final Pattern MARKS = Pattern.compile("\\((?:r|tm|c)\\)|[®™]");
  private static final Pattern CORES = Pattern.compile("\\b(?<cores>[0-9]{1,4})-cores?\\b");
  private static final Pattern FREQUENCY =
      Pattern.compile("\\b(?<number>[0-9]{1,4}(?:\\.[0-9]{1,3})?) ?(?<unit>[gm])hz\\b");

  /** Where the model's own name ends. */
  private static final Pattern TAIL = Pattern.compile("@.*|,.*|\\bat\\b.*|\\bwith\\b.*|\\bw/.*");

  /** A version that is glued to the model. */
  private static final Pattern GLUED = Pattern.compile("(?<model>.*[0-9][a-z]?)(?<version>v[2-9])");

  private static final Set<String> EMPTY_WORDS =
      Set.of(
          "intel",
          "amd",
          "cpu",
          "cpus",
          "processor",
          "processors",
          "genuine",
          "xeon",
          "64-bit",
          "multi-core",
          "dual-core",
          "quad-core",
          "six-core",
          "eight-core",
          "twelve-core",
          "ampere",
          "altra",
          "soc",
          "arm",
          "nvidia",
          "series",
          "64-core",
          "max",
          "chip");

  /** "12th Gen" and the "6" of "Xeon 6 6787P" say nothing that the number does not. */
  private static final Pattern GENERATION = Pattern.compile("[0-9]{1,2}(?:st|nd|rd|th)|gen|6");

  /** Of Xeons; with or without them the number says which it is. */
  private static final Set<String> TIERS = Set.of("bronze", "silver", "gold", "platinum");

  /** Grades that some write apart from the number. */
  private static final Set<String> GRADES = Set.of("he", "ee", "se");

  /** Understands a name. */
  public static CpuName of(String text) {
    String plain = MARKS.matcher(text.toLowerCase(Locale.ROOT)).replaceAll(" ");
    // "(Intel Turbo Boost Technology up to 3.80 GHz)", "(with IBPB)"
    int aside = plain.indexOf('(');
    String lower = aside < 0 ? plain : plain.substring(0, aside);
    OptionalInt cores = OptionalInt.empty();
    Matcher core = CORES.matcher(lower);
    if (core.find()) {
      cores = OptionalInt.of(Integer.parseInt(String.valueOf(core.group("cores"))));
    }
    OptionalDouble mhz = OptionalDouble.empty();
    Matcher frequency = FREQUENCY.matcher(lower);
    if (frequency.find()) {
      double number = Double.parseDouble(String.valueOf(frequency.group("number")));
      mhz = OptionalDouble.of("g".equals(frequency.group("unit")) ? number * 1000 : number);
    }
    String model = TAIL.matcher(lower).replaceAll(" ");
    model = CORES.matcher(FREQUENCY.matcher(model).replaceAll(" ")).replaceAll(" ");
    return new CpuName(String.join(" ", words(model)), cores, mhz);
  }

  private static List<String> words(String model) {
    List<String> words = new ArrayList<>();
    for (String word : model.replace("xeon-d", "d").replace('_', ' ').strip().split("\\s+", -1)) {
      String last = words.isEmpty() ? "" : words.getLast();
      if (word.isEmpty() || word.equals(last) || saysNothing(word)) {
        continue;
      }
      Matcher glued = GLUED.matcher(word);
      if (glued.matches()) {
        words.add(String.valueOf(glued.group("model")));
        words.add(String.valueOf(glued.group("version")));
      } else if (GRADES.contains(word) && !last.isEmpty()) {
        words.set(words.size() - 1, last + word);
      } else if (last.length() == 1 && (word.startsWith(last + "-") || last.equals("d"))) {
        // "Xeon E E-2488", "Xeon D 2776NT".
        words.set(words.size() - 1, word.startsWith(last + "-") ? word : last + "-" + word);
      } else if (last.matches("i[3579]") && word.matches("[0-9]{3,5}[a-z]{0,3}")) {
        words.set(words.size() - 1, last + "-" + word);
      } else if (!word.equals("0")) {
        // Xeon E5-2680 0 is the first of its name.
        words.add(word);
      }
    }
    return words;
  }

  private static boolean saysNothing(String word) {
    return EMPTY_WORDS.contains(word) || GENERATION.matcher(word).matches();
  }

  /** The key without the tier of a Xeon. */
  static String withoutTier(String key) {
    int space = key.indexOf(' ');
    return space > 0 && TIERS.contains(key.substring(0, space)) ? key.substring(space + 1) : key;
  }
}
