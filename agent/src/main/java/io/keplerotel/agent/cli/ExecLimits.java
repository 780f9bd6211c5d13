// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.cli;

import io.keplerotel.agent.exec.Limits;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Flags of what {@code kepler-agent exec} holds its result against. */
final class ExecLimits {
  private static final String AGAINST = "--against";
  private static final String MAX_INCREASE = "--max-increase";
  private static final String MAX_JOULES = "--max-joules";
  private static final String MAX_CPU_SECONDS = "--max-cpu-seconds";
  private static final Pattern PERCENT = Pattern.compile("([0-9]{1,6}(?:\\.[0-9]{1,6})?)\\s?%?");
  private static final double MOST = 1e12;

  private ExecLimits() {}

  /** Adds them. */
  static CommandSpec addTo(CommandSpec spec) {
    return spec.addOption(
            OptionSpec.builder(AGAINST)
                .type(Path.class)
                .paramLabel("FILE")
                .description(
                    "Compare with an earlier result, which --output has written as JSON; with --repeat 5 for both it is told whether a change is more than noise.")
                .build())
        .addOption(
            OptionSpec.builder(MAX_INCREASE)
                .type(String.class)
                .paramLabel("PERCENT")
                .description(
                    "End with status 122 where the command uses so much more than in that result, beyond noise: of energy where both are measured, else of CPU time. Such as 10%%.")
                .build())
        .addOption(
            OptionSpec.builder(MAX_CPU_SECONDS)
                .type(double.class)
                .paramLabel("SECONDS")
                .description("End with status 122 where it uses more CPU time.")
                .build())
        .addOption(
            OptionSpec.builder(MAX_JOULES)
                .type(double.class)
                .paramLabel("JOULES")
                .description(
                    "End with status 122 where it uses more energy; where that is estimated, limit CPU time instead.")
                .build());
  }

  /** The earlier result's file, if one was given. */
  static Optional<Path> against(CommandLineFlags flags) {
    return flags.value(AGAINST);
  }

  /** What was given. */
  static Limits of(CommandLineFlags flags) {
    Optional<String> increase = flags.value(MAX_INCREASE);
    if (increase.isPresent() && against(flags).isEmpty()) {
      throw flags.wrong(MAX_INCREASE + " needs an earlier result: --against FILE.json");
    }
    return new Limits(
        most(flags, MAX_JOULES),
        most(flags, MAX_CPU_SECONDS),
        increase.map(text -> percent(flags, text)).orElse(OptionalDouble.empty()));
  }

  private static OptionalDouble percent(CommandLineFlags flags, String text) {
    Matcher matcher = PERCENT.matcher(text);
    if (!matcher.matches()) {
      throw flags.wrong(MAX_INCREASE + ": must be a percentage such as 10%");
    }
    return OptionalDouble.of(Double.parseDouble(matcher.group(1)));
  }

  private static OptionalDouble most(CommandLineFlags flags, String name) {
    Optional<Double> given = flags.value(name);
    if (given.isEmpty()) {
      return OptionalDouble.empty();
    }
    if (!(given.get() >= 0 && given.get() <= MOST)) {
      throw flags.wrong(name + ": must be a number from 0");
    }
    return OptionalDouble.of(given.get());
  }
}
