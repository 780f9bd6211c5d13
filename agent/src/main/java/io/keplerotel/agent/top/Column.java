// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.top;

import io.keplerotel.agent.model.PlainText;
import java.util.function.Function;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;

/**
 * A column of a sheet.
 *
 * @param title what stands above it
 * @param width columns of the terminal
 * @param side where a text stands that is shorter
 * @param cell what it says of a line
 */
record Column(String title, int width, Side side, Function<Line, AttributedString> cell) {
  /** Numbers stand right, text left. */
  enum Side {
    LEFT,
    RIGHT
  }

  static Column number(String title, int width, Function<Line, String> cell) {
    return new Column(title, width, Side.RIGHT, line -> new AttributedString(cell.apply(line)));
  }

  static Column text(String title, int width, Function<Line, String> cell) {
    return new Column(title, width, Side.LEFT, line -> new AttributedString(cell.apply(line)));
  }

  /** Numbers and text are two columns of the terminal apart. */
  int gapBefore(Side next) {
    return side == next ? 1 : 2;
  }

  /** Writes a text, exactly as wide as the column is. */
  void write(AttributedStringBuilder out, AttributedString text) {
    AttributedString fits = fit(text, width);
    String space = " ".repeat(Math.max(0, width - fits.columnLength()));
    if (side == Side.RIGHT) {
      out.append(space).append(fits);
    } else {
      out.append(fits).append(space);
    }
  }

  /** Cuts what is too long, visibly; some characters take two columns of a terminal, some none. */
  static AttributedString fit(AttributedString text, int columns) {
    if (text.columnLength() <= columns) {
      return text;
    }
    AttributedString begin = text.columnSubSequence(0, Math.max(0, columns - 1));
    int characters = begin.length();
    // What is one character of two parts, or an escape, is not torn.
    String whole = PlainText.of(text.toString(), characters + 1);
    return whole.length() - 1 < characters
        ? new AttributedString(whole)
        : new AttributedStringBuilder().append(begin).append("…").toAttributedString();
  }
}
