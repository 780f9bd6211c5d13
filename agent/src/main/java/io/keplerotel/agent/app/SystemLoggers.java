// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.app;

import java.lang.System.Logger;
import java.util.ResourceBundle;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;

/**
 * Lets {@link System.Logger} end in java.util.logging, as it does without this class too. But then
 * the JDK looks for such a class in every jar that there is, which takes 9 ms of a start; this one
 * is in the first.
 */
public final class SystemLoggers extends System.LoggerFinder {
  @Override
  public Logger getLogger(String name, Module module) {
    return new Line(java.util.logging.Logger.getLogger(name));
  }

  /** Holds its logger, or that would be collected and forget its level. */
  private record Line(java.util.logging.Logger to) implements Logger {
    @Override
    public String getName() {
      return to.getName();
    }

    @Override
    public boolean isLoggable(Level level) {
      return to.isLoggable(jul(level));
    }

    @Override
    public void log(
        Level level,
        @Nullable ResourceBundle bundle,
        @Nullable String text,
        @Nullable Throwable thrown) {
      log(level, bundle, text, thrown, null);
    }

    @Override
    public void log(
        Level level,
        @Nullable ResourceBundle bundle,
        @Nullable String format,
        @Nullable Object @Nullable ... values) {
      log(level, bundle, format, null, values);
    }

    private void log(
        Level level,
        @Nullable ResourceBundle bundle,
        @Nullable String text,
        @Nullable Throwable thrown,
        @Nullable Object @Nullable [] values) {
      if (!isLoggable(level)) {
        return;
      }
      LogRecord line = new LogRecord(jul(level), text);
      line.setLoggerName(to.getName());
      line.setResourceBundle(bundle);
      line.setThrown(thrown);
      line.setParameters(values);
      to.log(line);
    }

    private static java.util.logging.Level jul(Level level) {
      return switch (level) {
        case ALL -> java.util.logging.Level.ALL;
        case TRACE -> java.util.logging.Level.FINER;
        case DEBUG -> java.util.logging.Level.FINE;
        case INFO -> java.util.logging.Level.INFO;
        case WARNING -> java.util.logging.Level.WARNING;
        case ERROR -> java.util.logging.Level.SEVERE;
        case OFF -> java.util.logging.Level.OFF;
      };
    }
  }
}
