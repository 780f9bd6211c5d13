// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.app;

import io.keplerotel.agent.config.LogFormat;
import io.keplerotel.agent.config.LogLevel;
import io.keplerotel.agent.config.Settings;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** One line a record on standard error. */
public final class LogSetup {
  private static final String OWN = "io.keplerotel";

  /** Held: a logger that nobody holds is collected, and forgets its level. */
  private static final List<Logger> HELD = new CopyOnWriteArrayList<>();

  private LogSetup() {}

  /**
   * Sets up java.util.logging, which System.Logger ends in. To be called before anything is logged,
   * or the lines of the shutdown are lost.
   *
   * @param log what the agent logs, and how; libraries log warnings and worse
   * @param console where it goes
   */
  public static void apply(Settings.Log log, Console console) {
    System.setProperty("java.util.logging.manager", ToTheEnd.class.getName());
    Logger root = Logger.getLogger("");
    for (Handler handler : root.getHandlers()) {
      root.removeHandler(handler);
    }
    root.addHandler(new ToConsole(console, log.format()));
    root.setLevel(Level.WARNING);
    Logger own = Logger.getLogger(OWN);
    own.setLevel(julLevel(log.level()));
    HELD.add(own);
  }

  private static Level julLevel(LogLevel level) {
    return switch (level) {
      case ERROR -> Level.SEVERE;
      case WARNING -> Level.WARNING;
      case INFO -> Level.INFO;
      case DEBUG -> Level.FINE;
      case TRACE -> Level.FINER;
    };
  }

  /**
   * The JVM takes the handlers away as soon as it is to stop, while the agent still has to say how.
   */
  public static final class ToTheEnd extends LogManager {
    @Override
    public void reset() {
      // The console is written through and owns nothing that needs closing.
    }
  }

  /** Whoever logs makes the line; another thread writes it. */
  private static final class ToConsole extends Handler {
    private final Console console;
    private final Formatter line;

    ToConsole(Console console, LogFormat format) {
      this.console = console;
      this.line =
          switch (format) {
            case TEXT -> new LogText();
            case JSON -> new LogJson();
          };
      console.sayGapsAs(lost -> line.format(gap(lost)));
      setLevel(Level.ALL);
    }

    private static LogRecord gap(long lost) {
      LogRecord gap =
          new LogRecord(Level.WARNING, lost + " messages were dropped here: nobody read them");
      gap.setLoggerName(Console.class.getName());
      return gap;
    }

    @Override
    public void publish(LogRecord log) {
      console.say(line.format(log));
    }

    @Override
    public void flush() {
      // Nobody waits for what is read.
    }

    @Override
    public void close() {
      // The agent's last words are still to come.
    }
  }
}
