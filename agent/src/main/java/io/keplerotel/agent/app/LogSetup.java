// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.app;

import io.keplerotel.agent.config.LogLevel;
import io.keplerotel.agent.model.PlainText;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** One line a record on standard error: time, level, the class that speaks, what it says. */
public final class LogSetup {
  private LogSetup() {}

  /**
   * Sets up java.util.logging, which System.Logger ends in. To be called before anything is logged,
   * or the lines of the shutdown are lost.
   *
   * @param least what the agent logs; libraries log warnings and worse
   * @param console where it goes
   */
  public static void apply(LogLevel least, Console console) {
    System.setProperty("java.util.logging.manager", ToTheEnd.class.getName());
    Logger root = Logger.getLogger("");
    for (Handler handler : root.getHandlers()) {
      root.removeHandler(handler);
    }
    root.addHandler(new ToConsole(console));
    root.setLevel(Level.WARNING);
    Logger.getLogger("io.keplerotel").setLevel(julLevel(least));
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
    private final Line line = new Line();

    ToConsole(Console console) {
      this.console = console;
      setLevel(Level.ALL);
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

  /** Names and answers of others are in what is logged: one record is one line all the same. */
  private static final class Line extends Formatter {
    @Override
    public String format(LogRecord log) {
      String name = String.valueOf(log.getLoggerName());
      StringBuilder line =
          new StringBuilder()
              .append(Instant.ofEpochMilli(log.getMillis()).truncatedTo(ChronoUnit.MILLIS))
              .append(' ')
              .append("%-5s".formatted(word(log.getLevel())))
              .append(' ')
              .append(name.substring(name.lastIndexOf('.') + 1))
              .append(": ")
              .append(PlainText.of(formatMessage(log)))
              .append('\n');
      if (log.getThrown() != null) {
        StringWriter trace = new StringWriter();
        log.getThrown().printStackTrace(new PrintWriter(trace));
        trace.toString().lines().forEach(text -> line.append(indented(text)).append('\n'));
      }
      return line.toString();
    }

    private static String indented(String text) {
      return text.startsWith("\t") ? "\t" + PlainText.of(text.strip()) : PlainText.of(text);
    }

    private static String word(Level level) {
      if (level.intValue() >= Level.SEVERE.intValue()) {
        return "ERROR";
      }
      if (level.intValue() >= Level.WARNING.intValue()) {
        return "WARN";
      }
      return level.intValue() >= Level.INFO.intValue() ? "INFO" : "DEBUG";
    }
  }
}
