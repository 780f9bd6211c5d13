// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.model;

/**
 * Text from outside the agent, made fit for a line of a log, a page or a terminal: whatever could
 * end the line, steer the terminal or turn the reading direction is written as an escape.
 */
public final class PlainText {
  private static final String CUT = "…";

  private PlainText() {}

  /**
   * Escapes control and format characters, line separators and lone surrogates; all else stays.
   *
   * @return one line, such as {@code a\nb} or {@code \u202egnp.exe}
   */
  public static String of(String text) {
    return firstUnfit(text) == text.length() ? text : of(text, Integer.MAX_VALUE);
  }

  /**
   * As {@link #of(String)}, of at most so many characters; what was cut ends with {@code …}. Never
   * cuts an escape or a character of two parts; the time it takes follows {@code max}.
   *
   * @param max at least 1
   */
  public static String of(String text, int max) {
    if (max < CUT.length()) {
      throw new IllegalArgumentException("no text fits into " + max + " characters");
    }
    StringBuilder plain = new StringBuilder();
    int fits = 0;
    for (int index = 0; index < text.length() && plain.length() <= max; ) {
      int point = text.codePointAt(index);
      append(plain, point);
      fits = plain.length() <= max - CUT.length() ? plain.length() : fits;
      index += Character.charCount(point);
    }
    if (plain.length() > max) {
      plain.setLength(fits);
      plain.append(CUT);
    }
    return plain.toString();
  }

  private static int firstUnfit(String text) {
    int index = 0;
    while (index < text.length() && !unfit(text.codePointAt(index))) {
      index += Character.charCount(text.codePointAt(index));
    }
    return index;
  }

  private static void append(StringBuilder plain, int point) {
    if (!unfit(point)) {
      plain.appendCodePoint(point);
      return;
    }
    switch (point) {
      case '\n' -> plain.append("\\n");
      case '\r' -> plain.append("\\r");
      case '\t' -> plain.append("\\t");
      default -> {
        for (char unit : Character.toChars(point)) {
          plain.append("\\u%04x".formatted((int) unit));
        }
      }
    }
  }

  private static boolean unfit(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      default -> false;
    };
  }
}
