// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.cli;

import io.keplerotel.agent.app.BuildIdentity;
import io.keplerotel.agent.config.Setting;
import io.keplerotel.agent.config.SettingTable;
import io.keplerotel.agent.model.PlainText;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * The flags that were given: one for each setting, and a few of the command line's own.
 *
 * @param file YAML with settings
 * @param settings by flag
 * @param rehearsal whether to end after a few seconds
 * @param exitStatus set where the command line was answered already, as for {@code --help}
 */
public record CommandLineFlags(
    Optional<Path> file, Map<String, String> settings, boolean rehearsal, OptionalInt exitStatus) {
  private static final String CONFIG = "--config";
  private static final String REHEARSE = "--rehearse";
  private static final int WRONG_USAGE = 2;
  private static final int SHOWN_CHARACTERS = 160;

  public static CommandLineFlags parse(SettingTable table, String... arguments) {
    CommandLine commandLine = new CommandLine(spec(table));
    try {
      ParseResult result = commandLine.parseArgs(arguments);
      if (CommandLine.printHelpIfRequested(result)) {
        return answered(0);
      }
      Map<String, String> settings = new LinkedHashMap<>();
      for (Setting<?> setting : table.all()) {
        if (result.hasMatchedOption(setting.flag())) {
          settings.put(setting.flag(), result.matchedOptionValue(setting.flag(), ""));
        }
      }
      return new CommandLineFlags(
          Optional.ofNullable(result.<Path>matchedOptionValue(CONFIG, null)),
          settings,
          result.hasMatchedOption(REHEARSE),
          OptionalInt.empty());
    } catch (ParameterException e) {
      String problem = PlainText.of(String.valueOf(e.getMessage()), SHOWN_CHARACTERS);
      System.err.println("kepler-agent: " + problem + "; see --help");
      return answered(WRONG_USAGE);
    }
  }

  private static CommandLineFlags answered(int status) {
    return new CommandLineFlags(Optional.empty(), Map.of(), false, OptionalInt.of(status));
  }

  private static CommandSpec spec(SettingTable table) {
    CommandSpec spec =
        CommandSpec.create()
            .name("kepler-agent")
            .version("kepler-agent " + BuildIdentity.version())
            .mixinStandardHelpOptions(true);
    spec.usageMessage()
        .description(
            "Measures the energy of this machine and of what runs on it.",
            "kepler-agent top shows who uses power now; see kepler-agent top --help.",
            "Each flag is also a YAML key (without --) and a variable (KEPLER_…).")
        .width(100);
    spec.addOption(
        OptionSpec.builder(CONFIG)
            .type(Path.class)
            .paramLabel("FILE")
            .description("YAML file with settings; also KEPLER_CONFIG.")
            .build());
    spec.addOption(OptionSpec.builder(REHEARSE).hidden(true).type(boolean.class).build());
    for (Setting<?> setting : table.all()) {
      spec.addOption(
          OptionSpec.builder(setting.flag())
              .type(String.class)
              .paramLabel("VALUE")
              .description(setting.help() + " Default: " + shown(setting.defaultText()))
              .build());
    }
    return spec;
  }

  private static String shown(String defaultText) {
    return defaultText.isEmpty() ? "none." : defaultText + ".";
  }
}
