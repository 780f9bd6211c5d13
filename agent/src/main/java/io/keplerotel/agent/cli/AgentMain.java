// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.cli;

import io.keplerotel.agent.app.Agent;
import io.keplerotel.agent.app.Console;
import io.keplerotel.agent.app.DaggerAgentComponent;
import io.keplerotel.agent.app.LogSetup;
import io.keplerotel.agent.app.SettingsComponent;
import io.keplerotel.agent.app.StartException;
import io.keplerotel.agent.config.LogFormat;
import io.keplerotel.agent.config.SettingTable;
import io.keplerotel.agent.config.Settings;
import io.keplerotel.agent.config.SettingsException;
import io.keplerotel.agent.config.SettingsLoader;
import io.keplerotel.agent.model.PlainText;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * The command line. Exit status: 0 after SIGTERM, 1 if it cannot run, 2 for wrong flags or
 * settings, 3 when memory has ended.
 */
public final class AgentMain {
  private static final SettingTable TABLE = SettingsComponent.table();

  /** All of them; a new one is a class and a line here. */
  static final List<Subcommand> SUBCOMMANDS =
      List.of(
          new CalibrateCommand(),
          new CompletionCommand(),
          new ConfigCommand(),
          new DoctorCommand(),
          new EstimateCommand(),
          new ExecCommand(),
          new ReportCommand(),
          new TopCommand());

  private static final int CANNOT_RUN = 1;
  private static final int OUT_OF_MEMORY = 3;

  /** For a console that nobody reads: a stop must end. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(1);

  private final Console console;

  /** How errors are said; as text before the settings are known. */
  private LogFormat format = LogFormat.TEXT;

  private AgentMain(Console console) {
    this.console = console;
  }

  /** Runs until SIGTERM or SIGINT. */
  public static void main(String[] arguments) {
    CommandTree tree = new CommandTree(TABLE, SUBCOMMANDS);
    CommandTree.Asked asked = tree.parse(arguments);
    if (asked instanceof CommandTree.Agent agent) {
      new AgentMain(Console.start()).run(agent.flags());
    } else {
      System.exit(StandardOutput.status(tree.answer(asked)));
    }
  }

  private void run(AgentFlags flags) {
    try {
      Settings settings =
          new SettingsLoader(TABLE).load(flags.file(), System.getenv(), flags.settings());
      LogSetup.apply(settings.log(), console);
      format = settings.log().format();
      Thread.setDefaultUncaughtExceptionHandler(this::ended);
      run(settings, flags.rehearsal());
      console.drain(LAST_WORDS);
    } catch (SettingsException e) {
      fail(CommandTree.WRONG_USAGE, e);
    } catch (StartException e) {
      fail(CANNOT_RUN, e);
    } catch (UncheckedIOException e) {
      fail(CANNOT_RUN, Objects.requireNonNullElse(e.getCause(), e));
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      // Other threads may run already, and would keep half an agent alive.
      ended(Thread.currentThread(), e);
      fail(CANNOT_RUN, e);
    }
  }

  private void run(Settings settings, boolean rehearsal) {
    Agent agent = DaggerAgentComponent.factory().create(settings).agent();
    if (rehearsal) {
      Rehearsal.of(agent);
      return;
    }
    // The exit status of a JVM that ends by a signal is not 0; a stop that was asked for is no
    // error.
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  agent.close();
                  console.drain(LAST_WORDS);
                  Runtime.getRuntime().halt(0);
                },
                "stop"));
    agent.start();
    awaitHopeless(agent);
  }

  /** Whoever started it starts it again, which may help; what was counted is pushed before. */
  private void awaitHopeless(Agent agent) {
    String why;
    try {
      why = agent.awaitHopeless();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    try {
      agent.close();
    } catch (RuntimeException | LinkageError e) {
      // What keeps ticks from working may keep this from it.
      ended(Thread.currentThread(), e);
    }
    fail(CANNOT_RUN, new IllegalStateException(why));
  }

  /** The launcher makes the JVM end by itself when memory has; this is for other ways to start. */
  private void ended(Thread thread, Throwable reason) {
    if (reason instanceof OutOfMemoryError) {
      Runtime.getRuntime().halt(OUT_OF_MEMORY);
    }
    System.getLogger(AgentMain.class.getName())
        .log(Level.ERROR, "thread " + thread.getName() + " ended; please report this", reason);
  }

  private void fail(int status, Throwable reason) {
    String why = String.valueOf(reason.getMessage());
    if (format == LogFormat.JSON) {
      System.getLogger(AgentMain.class.getName()).log(Level.ERROR, why);
    } else {
      console.say("kepler-agent: " + PlainText.of(why) + "\n");
    }
    console.drain(LAST_WORDS);
    Runtime.getRuntime().halt(status);
  }
}
