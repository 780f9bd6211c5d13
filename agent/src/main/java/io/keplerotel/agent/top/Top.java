// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.top;

import io.keplerotel.agent.live.LiveCsv;
import io.keplerotel.agent.live.LiveJson;
import io.keplerotel.agent.live.LiveView;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.Display;
import org.jline.utils.NonBlockingReader;

/** Shows views until it is told to stop: on a screen, or as lines where there is none. */
public final class Top {
  /** A width that cuts nothing. */
  public static final int UNLIMITED = Integer.MAX_VALUE;

  private static final String ENTER_SCREEN = "\u001b[?1049h\u001b[?25l";
  private static final String LEAVE_SCREEN = "\u001b[?25h\u001b[?1049l";

  private final LiveSource source;
  private final Duration interval;

  /** Assigns; a view is asked for once in an interval. */
  public Top(LiveSource source, Duration interval) {
    this.source = source;
    this.interval = interval;
  }

  /** How views are printed. */
  public enum Print {
    TEXT,
    /** A view as {@code /live.json} shows it, with the chosen rows, in one line. */
    JSON,
    /** A line for each row. */
    CSV
  }

  /**
   * Prints views, one after the other.
   *
   * @param width columns of plain text, or {@link #UNLIMITED}
   * @param times how many views
   */
  public void print(PrintStream out, Choice choice, Print form, int width, int times) {
    Sheet sheet = new Sheet(width, Sheet.Form.TEXT);
    for (int i = 0; i < times; i++) {
      if (i > 0) {
        sleep();
      }
      LiveView view = source.view();
      switch (form) {
        case TEXT -> {
          out.print(i > 0 ? "\n" : "");
          sheet.all(view, choice).forEach(out::println);
        }
        case JSON -> out.println(LiveJson.write(view.with(choice.rows(view))));
        case CSV -> {
          out.print(i > 0 ? "" : LiveCsv.header());
          out.print(LiveCsv.rows(view, choice.rows(view)));
        }
      }
      out.flush();
    }
  }

  /**
   * Shows a screen until a key ends it.
   *
   * @return false where there is no screen, such as in a pipe
   * @throws IOException if the terminal cannot be used
   */
  public boolean show(Choice choice) throws IOException {
    try (Terminal terminal = TerminalBuilder.builder().system(true).dumb(true).build()) {
      if (terminal.getType().startsWith(Terminal.TYPE_DUMB)) {
        return false;
      }
      LiveView view = source.view();
      Attributes before = terminal.enterRawMode();
      takeInterruptAsKey(terminal);
      terminal.writer().print(ENTER_SCREEN);
      terminal.trackMouse(Terminal.MouseTracking.Normal);
      try {
        run(terminal, view, Keys.none(choice));
      } finally {
        terminal.trackMouse(Terminal.MouseTracking.Off);
        terminal.writer().print(LEAVE_SCREEN);
        terminal.flush();
        terminal.setAttributes(before);
      }
      return true;
    }
  }

  /** Or it would end the process with the screen left as it is. */
  private static void takeInterruptAsKey(Terminal terminal) {
    Attributes attributes = terminal.getAttributes();
    attributes.setLocalFlag(Attributes.LocalFlag.ISIG, false);
    terminal.setAttributes(attributes);
  }

  private void run(Terminal terminal, LiveView first, Keys none) throws IOException {
    LiveView view = first;
    Keys keys = none;
    String trouble = "";
    Display display = new Display(terminal, true);
    long dueNs = System.nanoTime() + interval.toNanos();
    while (!keys.over()) {
      display.resize(terminal.getSize());
      Screen screen = new Screen(display.getColumns(), display.getRows());
      display.update(screen.draw(view, keys, trouble), -1);
      long waitMs = Math.max(1, (dueNs - System.nanoTime()) / 1_000_000);
      int character = terminal.reader().read(waitMs);
      if (character != NonBlockingReader.READ_EXPIRED) {
        Shown shown = Shown.of(view, keys.choice(), screen.page());
        keys = new Input(terminal).pressed(keys, character, shown);
      }
      if (System.nanoTime() >= dueNs) {
        dueNs = System.nanoTime() + interval.toNanos();
        if (!keys.paused()) {
          try {
            view = source.view();
            trouble = "";
          } catch (TopException e) {
            trouble = e.getMessage() + " (old figures)";
          }
        }
      }
    }
  }

  private void sleep() {
    try {
      Thread.sleep(interval);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TopException("interrupted");
    }
  }
}
