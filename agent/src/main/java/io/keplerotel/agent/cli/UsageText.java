// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.cli;

import io.keplerotel.agent.model.PlainText;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is wrong with a command line, in words for people rather than for programmers of Java. */
final class UsageText {
  private static final int SHOWN_CHARACTERS = 160;

  private UsageText() {}

  /** One line, such as {@code --interval: 'soon' is no whole number}. */
  static String of(ParameterException problem) {
    String text =
        switch (problem) {
          case MissingParameterException missing
              when missing.getMissing().getFirst() instanceof OptionSpec option ->
              "%s: its value is missing (%s)".formatted(option.longestName(), option.paramLabel());
          case OverwrittenOptionException twice
              when twice.getOverwritten() instanceof OptionSpec option ->
              option.longestName() + ": given twice";
          case UnmatchedArgumentException unmatched ->
              "there is no %s '%s'"
                  .formatted(
                      unmatched.isUnknownOption() ? "option" : "command",
                      unmatched.getUnmatched().getFirst());
          default -> value(problem);
        };
    return PlainText.of(text, SHOWN_CHARACTERS);
  }

  private static String value(ParameterException problem) {
    String given = problem.getValue();
    if (!(problem.getArgSpec() instanceof OptionSpec option) || given == null) {
      return String.valueOf(problem.getMessage());
    }
    return "%s: '%s' %s".formatted(option.longestName(), given, wrong(option.type(), given));
  }

  private static String wrong(Class<?> type, String given) {
    if (type == int.class) {
      return "is no whole number, such as 2";
    }
    if (type == double.class) {
      return given.contains(",")
          ? "is no number; the decimal sign is a point, as in " + given.replace(',', '.')
          : "is no number, such as 0.31";
    }
    return type.isEnum() ? "is none of " + choices(type) : "cannot be";
  }

  /** The values of an enumeration as people write them. */
  static String choices(Class<?> type) {
    return Arrays.stream(type.getEnumConstants())
        .map(each -> String.valueOf(each).toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(", "));
  }
}
