// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.cli;

import io.keplerotel.agent.app.SettingsComponent;
import io.keplerotel.agent.config.EffectiveSetting;
import io.keplerotel.agent.config.Settings;
import io.keplerotel.agent.config.SettingsException;
import io.keplerotel.agent.config.SettingsLoader;
import io.keplerotel.agent.model.PlainText;
import io.keplerotel.agent.web.access.WebAccess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code kepler-agent config print} and {@code config validate}. */
final class ConfigCommand implements Subcommand {
  private static final String PRINT = "print";
  private static final String VALIDATE = "validate";

  @Override
  public String name() {
    return "config";
  }

  @Override
  public CommandSpec spec() {
    CommandSpec spec = CommandSpec.create().name(name());
    spec.usageMessage()
        .description(
            "print: all settings as the agent would take them, as YAML, and where each is set; secrets are left out.",
            "validate: says all that is wrong in the file, the variables and the flags. Exit status: 0 nothing, 2 something.");
    return spec.addPositional(
            PositionalParamSpec.builder()
                .index("0")
                .arity("1")
                .type(String.class)
                .paramLabel("print|validate")
                .description("What to do.")
                .build())
        .addPositional(
            PositionalParamSpec.builder()
                .index("1")
                .arity("0..1")
                .type(Path.class)
                .paramLabel("FILE")
                .description("YAML file; in place of --config.")
                .build());
  }

  @Override
  public int run(CommandLineFlags flags) {
    Optional<Path> file =
        Optional.<Path>ofNullable(flags.own().matchedPositionalValue(1, null)).or(flags::file);
    String action = flags.own().matchedPositionalValue(0, "");
    return switch (action) {
      case PRINT -> print(flags, file);
      case VALIDATE -> validate(flags, file);
      default -> throw flags.wrong("say print or validate, not \"%s\"".formatted(action));
    };
  }

  private static int print(CommandLineFlags flags, Optional<Path> file) {
    try {
      SettingsLoader loader = new SettingsLoader(SettingsComponent.table());
      System.out.print(
          text(loader.effective(file, System.getenv(), flags.settings()), System.getenv()));
      return 0;
    } catch (SettingsException e) {
      throw flags.wrong(e.getMessage());
    }
  }

  private static int validate(CommandLineFlags flags, Optional<Path> file) {
    SettingsLoader loader = new SettingsLoader(SettingsComponent.table());
    List<String> problems =
        new ArrayList<>(loader.problems(file, System.getenv(), flags.settings()));
    if (problems.isEmpty()) {
      try {
        Settings settings = loader.load(file, System.getenv(), flags.settings());
        new WebAccess(settings.export().web().configFile(), System::nanoTime).load();
      } catch (SettingsException e) {
        problems.add("web.config-file: " + e.getMessage());
      }
    }
    problems.forEach(problem -> System.err.println(PlainText.of(problem)));
    if (problems.isEmpty()) {
      System.out.println(file.map(Path::toString).orElse("the settings") + ": valid");
    }
    return problems.isEmpty() ? 0 : CommandTree.WRONG_USAGE;
  }

  /** YAML that the agent takes, each line with the place that has set it. */
  static String text(List<EffectiveSetting> settings, Map<String, String> environment) {
    StringBuilder text = new StringBuilder();
    for (EffectiveSetting each : settings) {
      text.append(each.isSecret() ? "# not shown whole, so set it again: " : "")
          .append(
              "%s: %s  # %s\n"
                  .formatted(
                      each.setting().key(),
                      YamlText.scalar(each.shown()),
                      PlainText.of(each.place())));
    }
    TreeSet<String> standard = new TreeSet<>(environment.keySet());
    standard.removeIf(name -> !name.startsWith("OTEL_"));
    if (!standard.isEmpty()) {
      text.append("# OTLP is also told by: ")
          .append(PlainText.of(String.join(", ", standard)))
          .append('\n');
    }
    return text.toString();
  }
}
