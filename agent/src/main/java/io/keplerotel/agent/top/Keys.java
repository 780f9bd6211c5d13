// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.top;

import io.keplerotel.agent.live.Order;
import java.util.Optional;

/**
 * What the keys have come to so far.
 *
 * @param choice what is shown
 * @param typed the filter that is being typed
 * @param paused whether the view stands still
 * @param help whether the keys are explained
 * @param over whether it is to end
 */
record Keys(Choice choice, Optional<String> typed, boolean paused, boolean help, boolean over) {
  private static final int ESCAPE = 27;
  private static final int BACKSPACE = 8;
  private static final int DELETE = 127;
  private static final int END_OF_TEXT = 3;
  private static final int END_OF_FILE = -1;

  static Keys none(Choice choice) {
    return new Keys(choice, Optional.empty(), false, false, false);
  }

  /** After one more character. */
  Keys press(int character, Shown shown) {
    if (character == END_OF_TEXT || character == END_OF_FILE) {
      return new Keys(choice, typed, paused, help, true);
    }
    return typed.isPresent() ? typing(character, typed.get()) : command(character, shown);
  }

  /** After one more key that is no character. */
  Keys press(Key key, Shown shown) {
    int cursor = choice.cursor();
    return switch (key) {
      case UP -> to(cursor - 1, shown);
      case DOWN -> to(cursor + 1, shown);
      case PAGE_UP -> to(cursor - shown.page(), shown);
      case PAGE_DOWN -> to(cursor + shown.page(), shown);
      case HOME -> to(0, shown);
      case END -> to(Integer.MAX_VALUE, shown);
      case RIGHT -> with(choice.inside(shown), typed);
      case LEFT -> with(choice.outside(shown.view()), typed);
    };
  }

  /** After a click on a line of the page: the first marks it, a second one goes inside. */
  Keys click(int lineOfPage, Shown shown) {
    int line = choice.skipped() + lineOfPage;
    return line == choice.cursor() ? with(choice.inside(shown), typed) : to(line, shown);
  }

  private Keys typing(int character, String text) {
    return switch (character) {
      case '\r', '\n' -> with(choice.filteredBy(text), Optional.empty());
      case ESCAPE -> with(choice.filteredBy(""), Optional.empty());
      case BACKSPACE, DELETE -> typed(text.isEmpty() ? text : text.substring(0, text.length() - 1));
      default -> Character.isISOControl(character) ? this : typed(text + (char) character);
    };
  }

  /** What is typed takes effect at once. */
  private Keys typed(String text) {
    return with(choice.filteredBy(text), Optional.of(text));
  }

  private Keys command(int character, Shown shown) {
    return switch (character) {
      case 'q', 'Q' -> new Keys(choice, typed, paused, help, true);
      case '?', 'h' -> new Keys(choice, typed, paused, !help, over);
      case ' ' -> new Keys(choice, typed, !paused, help, over);
      case '\t', 'k' -> with(choice.nextKind(), typed);
      case 't' -> with(choice.asTree(!choice.tree()), typed);
      case 'w' -> with(choice.by(Order.WATTS), typed);
      case 'd' -> with(choice.by(Order.DYNAMIC), typed);
      case 'c' -> with(choice.by(Order.CPU), typed);
      case 'e' -> with(choice.by(Order.JOULES), typed);
      case 'n' -> with(choice.by(Order.NAME), typed);
      case '/' -> with(choice, Optional.of(choice.selection().filter()));
      case 'f', '>' -> press(Key.PAGE_DOWN, shown);
      case 'b', '<' -> press(Key.PAGE_UP, shown);
      case '\r', '\n' -> press(Key.RIGHT, shown);
      case ESCAPE, BACKSPACE, DELETE -> press(Key.LEFT, shown);
      default -> this;
    };
  }

  /** With the cursor on another line. */
  Keys to(int line, Shown shown) {
    return with(choice.moved(line, shown), typed);
  }

  private Keys with(Choice wanted, Optional<String> text) {
    return new Keys(wanted, text, paused, false, over);
  }
}
