// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.app;

import io.keplerotel.agent.model.PlainText;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/**
 * A line for people: time, level, the class that speaks, what it says. Names and answers of others
 * are in what is logged: one record is one line all the same.
 */
final class LogText extends Formatter {
  @Override
  public String format(LogRecord log) {
    StringBuilder line =
        new StringBuilder()
            .append(time(log))
            .append(' ')
            .append("%-5s".formatted(level(log)))
            .append(' ')
            .append(speaker(log))
            .append(": ")
            .append(PlainText.of(formatMessage(log)))
            .append('\n');
    trace(log).lines().forEach(text -> line.append(indented(text)).append('\n'));
    return line.toString();
  }

  /** By ISO 8601, to the millisecond. */
  static Instant time(LogRecord log) {
    return Instant.ofEpochMilli(log.getMillis()).truncatedTo(ChronoUnit.MILLIS);
  }

  /** The class, without its package. */
  static String speaker(LogRecord log) {
    String name = String.valueOf(log.getLoggerName());
    return name.substring(name.lastIndexOf('.') + 1);
  }

  /** The word that operators know. */
  static String level(LogRecord log) {
    int level = log.getLevel().intValue();
    if (level >= Level.SEVERE.intValue()) {
      return "ERROR";
    }
    if (level >= Level.WARNING.intValue()) {
      return "WARN";
    }
    return level >= Level.INFO.intValue() ? "INFO" : "DEBUG";
  }

  /** The stack trace; empty where there is none. */
  static String trace(LogRecord log) {
    if (log.getThrown() == null) {
      return "";
    }
    StringWriter trace = new StringWriter();
    log.getThrown().printStackTrace(new PrintWriter(trace));
    return trace.toString();
  }

  private static String indented(String text) {
    return text.startsWith("\t") ? "\t" + PlainText.of(text.strip()) : PlainText.of(text);
  }
}
