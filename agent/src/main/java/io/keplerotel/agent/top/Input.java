// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.top;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.jline.terminal.MouseEvent;
import org.jline.terminal.Terminal;
import org.jline.utils.NonBlockingReader;

/** Finds out what was pressed: arrows, page keys and the mouse come as several characters. */
final class Input {
  private static final int ESCAPE = 27;
  private static final long SEQUENCE_MS = 20;
  private static final int WHEEL_LINES = 3;

  private static final Map<Character, Key> LETTERS =
      Map.of(
          'A', Key.UP, 'B', Key.DOWN, 'C', Key.RIGHT, 'D', Key.LEFT, 'H', Key.HOME, 'F', Key.END);
  private static final Map<Character, Key> NUMBERS =
      Map.of(
          '1', Key.HOME,
          '4', Key.END,
          '5', Key.PAGE_UP,
          '6', Key.PAGE_DOWN,
          '7', Key.HOME,
          '8', Key.END);

  private final Terminal terminal;

  Input(Terminal terminal) {
    this.terminal = terminal;
  }

  /** After this character, and those that belong to it. */
  Keys pressed(Keys keys, int character, Shown shown) throws IOException {
    NonBlockingReader more = terminal.reader();
    if (character != ESCAPE) {
      return keys.press(character, shown);
    }
    int next = more.peek(SEQUENCE_MS);
    if (next != '[' && next != 'O') {
      return keys.press(character, shown);
    }
    var unused = more.read();
    int letter = more.read(SEQUENCE_MS);
    if (letter == 'M' || letter == '<') {
      return clicked(keys, terminal.readMouseEvent("\u001b[" + (char) letter), shown);
    }
    Optional<Key> key = Optional.ofNullable(LETTERS.get((char) letter));
    if (Character.isDigit(letter)) {
      key = Optional.ofNullable(NUMBERS.get((char) letter));
      passOver(more);
    }
    return key.map(known -> keys.press(known, shown)).orElse(keys);
  }

  /** Until the sequence ends, which a letter or a tilde does. */
  private static void passOver(NonBlockingReader more) throws IOException {
    int character = more.read(SEQUENCE_MS);
    while (character == ';' || Character.isDigit(character)) {
      character = more.read(SEQUENCE_MS);
    }
  }

  private static Keys clicked(Keys keys, MouseEvent event, Shown shown) {
    int cursor = keys.choice().cursor();
    int line = Screen.lineOfPage(event.getY());
    return switch (event.getButton()) {
      case WheelUp -> keys.to(cursor - WHEEL_LINES, shown);
      case WheelDown -> keys.to(cursor + WHEEL_LINES, shown);
      case Button1 ->
          event.getType() == MouseEvent.Type.Pressed && line >= 0 && line < shown.page()
              ? keys.click(line, shown)
              : keys;
      default -> keys;
    };
  }
}
