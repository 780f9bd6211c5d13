// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.guests;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;

/** What the folder of a virtual machine is called. */
final class FolderName {
  private static final int MOST_CHARACTERS = 255;

  private FolderName() {}

  /**
   * The machine's id, where it is of letters, digits, dots, dashes and underscores and begins with
   * no dot; any other byte is written as {@code %2F}. Never a path, and never the same for two ids.
   * Empty where no file may have so long a name.
   */
  static Optional<String> of(String vmId) {
    StringBuilder name = new StringBuilder();
    for (byte b : vmId.getBytes(UTF_8)) {
      char c = (char) (b & 0xff);
      boolean plain =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || c == '-'
              || c == '_'
              || (c == '.' && !name.isEmpty());
      name.append(plain ? Character.toString(c) : "%%%02X".formatted((int) c));
    }
    return name.isEmpty() || name.length() > MOST_CHARACTERS
        ? Optional.empty()
        : Optional.of(name.toString());
  }
}
