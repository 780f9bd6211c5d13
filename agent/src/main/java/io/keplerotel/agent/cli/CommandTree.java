// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.cli;

import io.keplerotel.agent.app.BuildIdentity;
import io.keplerotel.agent.config.NearestKey;
import io.keplerotel.agent.config.Setting;
import io.keplerotel.agent.config.SettingTable;
import io.keplerotel.agent.model.PlainText;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * {@code kepler-agent} and its subcommands. A flag of a setting may stand before or behind the
 * subcommand, where that has no option of the same name; what stands behind counts.
 */
final class CommandTree {
  static final int WRONG_USAGE = 2;
  private static final int CANNOT_RUN = 1;
  private static final int SHOWN_CHARACTERS = 160;
  private static final int WIDTH = 100;

  private final SettingTable table;
  private final Map<String, Subcommand> subcommands = new LinkedHashMap<>();

  CommandTree(SettingTable table, List<Subcommand> subcommands) {
    this.table = table;
    subcommands.forEach(each -> this.subcommands.put(each.name(), each));
  }

  /** Whether help shows the flags of settings. */
  private enum Help {
    SHOWN,
    LEFT_OUT
  }

  /** What was asked for. */
  sealed interface Asked {}

  /** Nothing more: the answer was printed, as for {@code --help}. */
  record Answered(int status) implements Asked {}

  /** To run the agent. */
  record Agent(AgentFlags flags) implements Asked {}

  /** To do something else. */
  record Other(Subcommand subcommand, CommandLineFlags flags) implements Asked {}

  Asked parse(String... arguments) {
    Optional<AgentFlags> plain = AgentFlags.ofPlain(table, arguments);
    return plain.isPresent() ? new Agent(plain.get()) : parseAll(arguments);
  }

  /** By the parser, which knows all that can be said. */
  Asked parseAll(String... arguments) {
    CommandLine line =
        new CommandLine(spec(new HashSet<>(List.of(arguments))))
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setExpandAtFiles(false);
    try {
      ParseResult result = line.parseArgs(arguments);
      Integer printed = CommandLine.executeHelpRequest(result);
      if (printed != null) {
        return new Answered(printed);
      }
      return asked(result);
    } catch (ParameterException e) {
      return new Answered(wrong(e));
    }
  }

  /** Does what was asked for beside running the agent, and returns the exit status. */
  int answer(Asked asked) {
    return switch (asked) {
      case Answered answered -> answered.status;
      case Other other -> run(other);
      case Agent ignored -> throw new IllegalArgumentException("the agent is not a subcommand");
    };
  }

  private int run(Other other) {
    try {
      return other.subcommand.run(other.flags);
    } catch (ParameterException e) {
      return wrong(e);
    } catch (Exception e) {
      String name = other.flags.own().commandSpec().qualifiedName();
      System.err.println(name + ": " + PlainText.of(String.valueOf(e.getMessage())));
      return CANNOT_RUN;
    }
  }

  private Asked asked(ParseResult root) {
    ParseResult own = root.hasSubcommand() ? root.subcommand() : root;
    Map<String, String> settings = new LinkedHashMap<>();
    Optional<Path> file = Optional.empty();
    for (ParseResult part : List.of(root, own)) {
      for (OptionSpec option : part.matchedOptions()) {
        if (option.userObject() instanceof Setting<?> setting) {
          settings.put(setting.flag(), option.getValue());
        }
      }
      Path given = part.matchedOptionValue(AgentFlags.CONFIG, null);
      file = given == null ? file : Optional.of(given);
    }
    AgentFlags flags = new AgentFlags(file, settings, root.hasMatchedOption(AgentFlags.REHEARSE));
    Subcommand other = subcommands.get(own.commandSpec().name());
    return other == null ? new Agent(flags) : new Other(other, new CommandLineFlags(flags, own));
  }

  private int wrong(ParameterException e) {
    String name = e.getCommandLine().getCommandSpec().qualifiedName();
    System.err.println(name + ": " + UsageText.of(e) + "; " + nearest(e) + "see --help");
    return WRONG_USAGE;
  }

  /** What a word that nobody knows may have been meant to be. */
  private String nearest(ParameterException e) {
    if (!(e instanceof UnmatchedArgumentException unmatched)) {
      return "";
    }
    CommandSpec spec = e.getCommandLine().getCommandSpec();
    String word = PlainText.of(unmatched.getUnmatched().getFirst(), SHOWN_CHARACTERS);
    Collection<String> known =
        unmatched.isUnknownOption()
            ? spec.optionsMap().keySet().stream()
                .filter(name -> !name.equals(AgentFlags.REHEARSE))
                .toList()
            : spec.parent() == null ? subcommands.keySet() : List.of();
    String bare = word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
    return known.isEmpty() ? "" : "did you mean " + NearestKey.of(bare, known) + "? ";
  }

  /** The agent starts without what only others need. */
  private CommandSpec spec(Set<String> arguments) {
    CommandSpec root =
        CommandSpec.create()
            .name("kepler-agent")
            .version("kepler-agent " + BuildIdentity.description())
            .mixinStandardHelpOptions(true);
    root.usageMessage()
        .description(
            "Measures the energy of this machine and of what runs on it.",
            "Each flag is also a YAML key (without --) and a variable (KEPLER_…).")
        .synopsisSubcommandLabel("[COMMAND]")
        .width(WIDTH);
    root.addOption(
        OptionSpec.builder(AgentFlags.REHEARSE).hidden(true).type(boolean.class).build());
    addSettings(root, Help.SHOWN);
    boolean all = Stream.of("--help", "-h", CompletionCommand.NAME).anyMatch(arguments::contains);
    for (Subcommand each : subcommands.values()) {
      if (!all && !arguments.contains(each.name())) {
        continue;
      }
      CommandSpec spec = each.spec().mixinStandardHelpOptions(true);
      spec.usageMessage()
          .width(WIDTH)
          .sortOptions(false)
          .footer("All settings of the agent are flags here too: kepler-agent --help.");
      addSettings(spec, Help.LEFT_OUT);
      root.addSubcommand(spec.name(), spec);
    }
    return root;
  }

  /** Subcommands take them too, and leave them to the help of the agent. */
  private void addSettings(CommandSpec spec, Help help) {
    spec.addOption(
        OptionSpec.builder(AgentFlags.CONFIG)
            .type(Path.class)
            .hidden(help == Help.LEFT_OUT)
            .paramLabel("FILE")
            .description("YAML file with settings; also KEPLER_CONFIG.")
            .build());
    for (Setting<?> setting : table.all()) {
      if (spec.findOption(setting.flag()) == null) {
        spec.addOption(
            OptionSpec.builder(setting.flag())
                .userObject(setting)
                .type(String.class)
                .hidden(help == Help.LEFT_OUT)
                .paramLabel("VALUE")
                .description(setting.help() + " Default: " + shown(setting.defaultText()))
                .build());
      }
    }
  }

  private static String shown(String defaultText) {
    return defaultText.isEmpty() ? "none." : defaultText + ".";
  }
}
