// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.app;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.keplerotel.agent.model.PlainText;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;

/** A JSON object a line, for what collects logs; with the words of {@link LogText}. */
final class LogJson extends Formatter {
  @Override
  public String format(LogRecord log) {
    StringBuilder line = new StringBuilder("{");
    add(line, "time", LogText.time(log).toString());
    add(line.append(','), "level", LogText.level(log));
    add(line.append(','), "logger", LogText.speaker(log));
    add(line.append(','), "message", PlainText.of(formatMessage(log)));
    String trace = LogText.trace(log);
    if (!trace.isEmpty()) {
      add(line.append(','), "error", trace);
    }
    return line.append("}\n").toString();
  }

  private static void add(StringBuilder line, String key, String value) {
    line.append('"').append(key).append("\":\"");
    JsonStringEncoder.getInstance().quoteAsString(value, line);
    line.append('"');
  }
}
