// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.cli;

import io.keplerotel.agent.app.Console;
import io.keplerotel.agent.app.DaggerAgentComponent;
import io.keplerotel.agent.app.LogSetup;
import io.keplerotel.agent.app.SettingsComponent;
import io.keplerotel.agent.config.LogLevel;
import io.keplerotel.agent.config.Settings;
import io.keplerotel.agent.config.SettingsException;
import io.keplerotel.agent.config.SettingsLoader;
import io.keplerotel.agent.linux.fs.HostFiles;
import io.keplerotel.agent.live.LiveView;
import io.keplerotel.agent.live.LiveView.Kind;
import io.keplerotel.agent.live.Order;
import io.keplerotel.agent.live.Selection;
import io.keplerotel.agent.top.AgentSource;
import io.keplerotel.agent.top.Choice;
import io.keplerotel.agent.top.LiveSource;
import io.keplerotel.agent.top.Top;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code kepler-agent top}. */
final class TopCommand implements Subcommand {
  private static final int DEFAULT_PORT = 9103;
  private static final String DEFAULT_URL = "http://localhost:" + DEFAULT_PORT;
  private static final int STANDARD_OUTPUT = 1;
  private static final int DEFAULT_WIDTH = 80;
  private static final int DEFAULT_INTERVAL_S = 2;
  private static final String URL = "--url";
  private static final String KIND = "--kind";
  private static final String SORT = "--sort";
  private static final String FILTER = "--filter";
  private static final String INTERVAL = "--interval";
  private static final String COUNT = "--count";
  private static final String ONCE = "--once";
  private static final String TREE = "--tree";
  private static final String JSON = "--json";
  private static final String CSV = "--csv";

  @Override
  public String name() {
    return "top";
  }

  @Override
  public CommandSpec spec() {
    CommandSpec spec = CommandSpec.create().name(name());
    spec.usageMessage()
        .description(
            "Shows who uses power now.",
            "Asks the agent on this machine; where none runs, measures by itself, and without root sees less.",
            "JOULES is energy since the agent began to count the row, at the earliest since the agent's own start.");
    return spec.addOption(
            option(URL, String.class, "URL")
                .description(
                    "The agent to ask: URL, host or host:port. Default: " + DEFAULT_URL + ".")
                .build())
        .addOption(
            option(KIND, Kind.class, "KIND")
                .description(
                    "One of %s; the first that this machine has, where not given."
                        .formatted(UsageText.choices(Kind.class)))
                .completionCandidates(words(Kind.class))
                .build())
        .addOption(
            option(SORT, Order.class, "ORDER")
                .description("One of %s. Default: watts.".formatted(UsageText.choices(Order.class)))
                .completionCandidates(words(Order.class))
                .build())
        .addOption(
            option(FILTER, String.class, "TEXT")
                .description("Only rows whose name, namespace, owner or id has this.")
                .build())
        .addOption(
            option(INTERVAL, int.class, "SECONDS")
                .description("Time between two views. Default: " + DEFAULT_INTERVAL_S + ".")
                .build())
        .addOption(
            option(COUNT, int.class, "N")
                .description(
                    "Print so many views and end; where output is no terminal, 1 is the default.")
                .build())
        .addOption(flag(ONCE).description("Print one view and end: --count 1.").build())
        .addOption(
            flag(TREE).description("All kinds, parts below what they are a part of.").build())
        .addOption(
            flag(JSON)
                .description("Print JSON, a line for each view, as /live.json has it.")
                .build())
        .addOption(flag(CSV).description("Print CSV, a line for each row.").build());
  }

  private static List<String> words(Class<?> type) {
    return List.of(UsageText.choices(type).split(", ", -1));
  }

  private static OptionSpec.Builder flag(String name) {
    return OptionSpec.builder(name).type(boolean.class).arity("0");
  }

  private static OptionSpec.Builder option(String name, Class<?> type, String label) {
    return OptionSpec.builder(name).type(type).paramLabel(label);
  }

  @Override
  public int run(CommandLineFlags flags) throws SettingsException, IOException {
    int count = flags.<Integer>value(COUNT).orElse(0);
    int intervalSeconds = flags.<Integer>value(INTERVAL).orElse(DEFAULT_INTERVAL_S);
    if (intervalSeconds < 1 || count < 0) {
      throw flags.wrong(
          intervalSeconds < 1 ? "--interval: at least 1 second" : "--count: at least 1");
    }
    Top.Print form = form(flags);
    boolean prints = count > 0 || form != Top.Print.TEXT || flags.<Boolean>value(ONCE).isPresent();
    try (LiveSource source = source(flags)) {
      Choice choice =
          Choice.of(
                  flags.<Kind>value(KIND).orElseGet(() -> firstKind(source.view())),
                  flags.<Order>value(SORT).orElse(Order.WATTS),
                  flags.<String>value(FILTER).orElse(""))
              .asTree(flags.<Boolean>value(TREE).isPresent());
      Top top = new Top(source, Duration.ofSeconds(intervalSeconds));
      if (prints || !top.show(choice)) {
        top.print(System.out, choice, form, width(), Math.max(1, count));
      }
    }
    return 0;
  }

  private static Top.Print form(CommandLineFlags flags) {
    boolean json = flags.<Boolean>value(JSON).isPresent();
    boolean csv = flags.<Boolean>value(CSV).isPresent();
    if (json && csv) {
      throw flags.wrong("--json or --csv, not both");
    }
    if (flags.<Boolean>value(ONCE).isPresent() && flags.<Integer>value(COUNT).isPresent()) {
      throw flags.wrong("--once or --count, not both");
    }
    return json ? Top.Print.JSON : csv ? Top.Print.CSV : Top.Print.TEXT;
  }

  /** The address that people mean by this; empty for none. */
  static Optional<URI> address(String text) {
    try {
      URI given = new URI(text.contains("://") ? text : "http://" + text);
      boolean ours = "http".equals(given.getScheme()) && given.getHost() != null;
      boolean bare = !text.contains("://") && given.getPort() < 0;
      return Optional.of(bare ? new URI(given + ":" + DEFAULT_PORT) : given).filter(uri -> ours);
    } catch (URISyntaxException ignored) {
      // No address, which is what empty says.
      return Optional.empty();
    }
  }

  private static LiveSource source(CommandLineFlags flags) throws SettingsException {
    Optional<String> url = flags.value(URL);
    Optional<URI> address = address(url.orElse(DEFAULT_URL));
    if (address.isEmpty()) {
      throw flags.wrong("--url: an address such as " + DEFAULT_URL);
    }
    SettingsLoader loader = new SettingsLoader(SettingsComponent.table());
    checkFlags(loader, flags);
    AgentSource agent = new AgentSource(address.orElseThrow());
    if (url.isPresent() || agent.answers()) {
      return agent;
    }
    return own(loader.load(flags.file(), System.getenv(), flags.settings()), flags);
  }

  /** What is wrong in them is so whoever measures. */
  private static void checkFlags(SettingsLoader loader, CommandLineFlags flags) {
    try {
      loader.load(Optional.empty(), Map.of(), flags.settings());
    } catch (SettingsException e) {
      throw flags.wrong(e.getMessage());
    }
  }

  /** Its lines would be in the way of the picture: it logs what is asked for, or errors alone. */
  private static LiveSource own(Settings settings, CommandLineFlags flags) {
    boolean asked = flags.settings().containsKey("--log.level");
    LogSetup.apply(asked ? settings.log() : settings.log().at(LogLevel.ERROR), Console.start());
    System.err.println("no agent on " + DEFAULT_URL + "; measuring here");
    return DaggerAgentComponent.factory().create(settings).own().start();
  }

  private static Kind firstKind(LiveView view) {
    return Selection.KINDS.stream()
        .filter(candidate -> view.rows().stream().anyMatch(row -> row.kind() == candidate))
        .findFirst()
        .orElse(Kind.CONTAINER);
  }

  /** A pipe or a file takes all; a terminal without a size is taken to be a usual one. */
  private static int width() {
    String columns = System.getenv("COLUMNS");
    if (columns != null && columns.matches("[0-9]{1,4}")) {
      return Integer.parseInt(columns);
    }
    return HostFiles.isTerminal(STANDARD_OUTPUT) ? DEFAULT_WIDTH : Top.UNLIMITED;
  }
}
