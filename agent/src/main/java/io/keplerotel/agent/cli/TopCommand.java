// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.cli;

import io.keplerotel.agent.app.Console;
import io.keplerotel.agent.app.DaggerAgentComponent;
import io.keplerotel.agent.app.LogSetup;
import io.keplerotel.agent.app.SettingsComponent;
import io.keplerotel.agent.config.LogLevel;
import io.keplerotel.agent.config.SettingsException;
import io.keplerotel.agent.config.SettingsLoader;
import io.keplerotel.agent.live.LiveView;
import io.keplerotel.agent.live.LiveView.Kind;
import io.keplerotel.agent.model.PlainText;
import io.keplerotel.agent.top.AgentSource;
import io.keplerotel.agent.top.Choice;
import io.keplerotel.agent.top.LiveSource;
import io.keplerotel.agent.top.Order;
import io.keplerotel.agent.top.Top;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code kepler-agent top}. */
@Command(
    name = "kepler-agent top",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    usageHelpWidth = 100,
    description = {
      "Shows who uses power now.",
      "Asks the agent on this machine; where none runs, measures by itself, which needs root."
    })
final class TopCommand implements Callable<Integer> {
  private static final int DEFAULT_PORT = 9103;
  private static final String DEFAULT_URL = "http://localhost:" + DEFAULT_PORT;
  private static final int DEFAULT_WIDTH = 80;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "The agent to ask: URL, host or host:port. Default: " + DEFAULT_URL + ".")
  private @Nullable String url;

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      description =
          "One of ${COMPLETION-CANDIDATES}; the first that this machine has, where not given.")
  private @Nullable Kind kind;

  @Option(
      names = "--sort",
      paramLabel = "ORDER",
      defaultValue = "WATTS",
      description = "One of ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private Order order = Order.WATTS;

  @Option(
      names = "--filter",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "Only rows whose name, namespace, owner or id has this.")
  private String filter = "";

  @Option(
      names = "--interval",
      paramLabel = "SECONDS",
      defaultValue = "2",
      description = "Time between two views. Default: ${DEFAULT-VALUE}.")
  private int intervalSeconds = 2;

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Print so many views as plain text and end; where output is no terminal, 1 is the default.")
  private int count;

  private TopCommand() {}

  /** Runs it and returns the exit status. */
  static int run(String... arguments) {
    return new CommandLine(new TopCommand())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(
            (e, given) -> {
              System.err.println("kepler-agent top: " + plain(e) + "; see --help");
              return CommandLine.ExitCode.USAGE;
            })
        .setExecutionExceptionHandler(
            (e, line, result) -> {
              System.err.println("kepler-agent top: " + plain(e));
              return CommandLine.ExitCode.SOFTWARE;
            })
        .execute(arguments);
  }

  private static String plain(Exception e) {
    return PlainText.of(String.valueOf(e.getMessage()));
  }

  @Override
  public Integer call() throws Exception {
    check();
    try (LiveSource source = source()) {
      Choice choice = new Choice(kind == null ? firstKind(source.view()) : kind, order, filter, 0);
      Top top = new Top(source, Duration.ofSeconds(intervalSeconds));
      if (count > 0 || !top.show(choice)) {
        top.print(System.out, choice, width(), Math.max(1, count));
      }
    }
    return CommandLine.ExitCode.OK;
  }

  private void check() {
    if (intervalSeconds < 1 || count < 0) {
      throw wrong(intervalSeconds < 1 ? "--interval: at least 1 second" : "--count: at least 1");
    }
    if (url != null && address(url).isEmpty()) {
      throw wrong("--url: an address such as " + DEFAULT_URL);
    }
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

  private ParameterException wrong(String what) {
    if (spec == null) {
      throw new IllegalStateException(what);
    }
    return new ParameterException(spec.commandLine(), what);
  }

  private LiveSource source() throws SettingsException {
    AgentSource agent =
        new AgentSource(
            Optional.ofNullable(url).flatMap(TopCommand::address).orElse(URI.create(DEFAULT_URL)));
    if (url != null || agent.answers()) {
      return agent;
    }
    LogSetup.apply(LogLevel.ERROR, Console.start());
    System.err.println("no agent on " + DEFAULT_URL + "; measuring here");
    return DaggerAgentComponent.factory()
        .create(
            new SettingsLoader(SettingsComponent.table())
                .load(Optional.empty(), System.getenv(), Map.of()))
        .own()
        .start();
  }

  private static Kind firstKind(LiveView view) {
    return Choice.KINDS.stream()
        .filter(candidate -> view.rows().stream().anyMatch(row -> row.kind() == candidate))
        .findFirst()
        .orElse(Kind.CONTAINER);
  }

  private static int width() {
    String columns = System.getenv("COLUMNS");
    return columns != null && columns.matches("[0-9]{1,4}")
        ? Integer.parseInt(columns)
        : DEFAULT_WIDTH;
  }
}
