// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.testing;

import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/** Keeps what is logged, as {@code LEVEL text}. */
public final class RecordingLogger implements System.Logger {
  private final List<String> lines = new ArrayList<>();

  /** What was logged so far. */
  public List<String> lines() {
    return List.copyOf(lines);
  }

  @Override
  public String getName() {
    return "recording";
  }

  @Override
  public boolean isLoggable(Level level) {
    return true;
  }

  @Override
  public void log(
      Level level, @Nullable ResourceBundle bundle, String message, @Nullable Throwable thrown) {
    lines.add(level + " " + message);
  }

  @Override
  public void log(
      Level level,
      @Nullable ResourceBundle bundle,
      String format,
      @Nullable Object @Nullable ... parameters) {
    lines.add(level + " " + MessageFormat.format(format, parameters));
  }
}
