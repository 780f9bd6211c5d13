// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.cli;

import io.keplerotel.agent.calibrate.Progress;
import java.io.PrintStream;
import java.time.Duration;

/** Shows progress: in one line that changes on a terminal, as a line for each part elsewhere. */
final class ProgressLines implements Progress {
  private static final int WIDTH = 28;

  private final PrintStream out;
  private final boolean terminal;
  private String what = "";
  private Duration length = Duration.ZERO;
  private long shownSeconds = -1;

  ProgressLines(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  /** A time as people write it. */
  static String text(Duration time) {
    long seconds = time.plusMillis(500).toSeconds();
    long minutes = seconds / 60;
    return minutes == 0
        ? seconds + " s"
        : seconds % 60 == 0 ? minutes + " min" : minutes + " min " + seconds % 60 + " s";
  }

  @Override
  public void begins(String part, Duration time) {
    what = part;
    length = time;
    shownSeconds = -1;
    goesOn(Duration.ZERO);
  }

  @Override
  public void goesOn(Duration passed) {
    if (terminal && passed.toSeconds() != shownSeconds) {
      shownSeconds = passed.toSeconds();
      out.print("\r" + padded() + text(passed) + " of " + text(length) + "   ");
      out.flush();
    }
  }

  @Override
  public void ends(String result) {
    out.println((terminal ? "\r" : "") + padded() + result);
  }

  private String padded() {
    return what + " ".repeat(Math.max(1, WIDTH - what.length()));
  }
}
