// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.hwmon;

import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.power.hwmon.Rule.Beside;
import io.keplerotel.agent.power.hwmon.Rule.Meaning;
import io.keplerotel.agent.power.hwmon.Rule.Once;
import io.keplerotel.agent.power.hwmon.Rule.Which;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A rule as a line of text: {@code driver channels component [name=value …] [label=expression]},
 * where the label's expression goes to the end of the line.
 */
final class RuleText {
  private static final String LABEL = " label=";
  private static final String NONE = "none";
  private static final Set<String> NAMES =
      Set.of("device", "package", "factor", "once", "if", "source");
  private static final Pattern FACTOR = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,6})?");
  private static final Pattern PACKAGE = Pattern.compile("[0-9]{1,4}");
  private static final Pattern SOURCE = Pattern.compile("[a-z0-9_-]+");
  private static final long MILLION = 1_000_000;
  private static final Set<Component> COMPONENTS =
      Set.of(
          Component.PACKAGE,
          Component.CORE,
          Component.UNCORE,
          Component.DRAM,
          Component.GPU,
          Component.PLATFORM);

  private RuleText() {}

  /** Some part of a text is not as in a rule. */
  private static final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;
  }

  /** A rule of a section; empty for what is none. */
  static Optional<Rule> parse(String section, String text) {
    try {
      return Optional.of(rule(section, text));
    } catch (RefusedException ignored) {
      // Not a rule, which is what empty says.
      return Optional.empty();
    }
  }

  private static Rule rule(String section, String text) throws RefusedException {
    int labelAt = text.indexOf(LABEL);
    String[] words = (labelAt < 0 ? text : text.substring(0, labelAt)).strip().split("\\s+", -1);
    require(words.length >= 3 && Rule.isChannels(words[1]));
    Map<String, String> options = options(words);
    Which which =
        new Which(
            words[0],
            options.getOrDefault("device", ""),
            words[1],
            labelAt < 0
                ? Optional.empty()
                : Optional.of(expression(text.substring(labelAt + LABEL.length()).strip())),
            beside(options.getOrDefault("if", "")));
    return new Rule(section, which, meaning(words[2], options));
  }

  private static Map<String, String> options(String[] words) throws RefusedException {
    Map<String, String> options = new HashMap<>();
    for (String word : Arrays.asList(words).subList(3, words.length)) {
      String[] pair = word.split("=", 2);
      require(pair.length == 2 && NAMES.contains(pair[0]) && !pair[1].isEmpty());
      require(options.put(pair[0], pair[1]) == null);
    }
    return options;
  }

  private static Meaning meaning(String component, Map<String, String> options)
      throws RefusedException {
    String packageId = options.getOrDefault("package", "");
    String factor = options.getOrDefault("factor", "1");
    String source = options.getOrDefault("source", HwmonSource.NAME);
    require(packageId.isEmpty() || PACKAGE.matcher(packageId).matches());
    require(FACTOR.matcher(factor).matches() && SOURCE.matcher(source).matches());
    long millionths = Math.round(Double.parseDouble(factor) * MILLION);
    require(millionths > 0);
    Once once = choice(Set.of(Once.values()), options.getOrDefault("once", "never"));
    return new Meaning(
        component.equals(NONE) ? Optional.empty() : Optional.of(choice(COMPONENTS, component)),
        packageId,
        millionths,
        once,
        source);
  }

  private static <E extends Enum<E>> E choice(Set<E> choices, String text) throws RefusedException {
    return choices.stream()
        .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(text))
        .findFirst()
        .orElseThrow(RefusedException::new);
  }

  private static Optional<Beside> beside(String text) throws RefusedException {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    String[] pair = text.split(":", 2);
    require(pair.length == 2);
    return Optional.of(new Beside(pair[0], pair[1]));
  }

  private static Pattern expression(String text) throws RefusedException {
    try {
      return Pattern.compile(text, Pattern.CASE_INSENSITIVE);
    } catch (PatternSyntaxException ignored) {
      // The setting's own message says what is allowed.
      throw new RefusedException();
    }
  }

  private static void require(boolean allowed) throws RefusedException {
    if (!allowed) {
      throw new RefusedException();
    }
  }
}
