// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.cli;

import io.keplerotel.agent.model.PlainText;

/** Writes values as YAML. */
final class YamlText {
  /** What YAML takes as it is, whatever it means. */
  private static final String PLAIN = "[A-Za-z0-9/][A-Za-z0-9./_-]*";

  private YamlText() {}

  /** A value that is read back as the same text. */
  static String scalar(String text) {
    if (text.matches(PLAIN)) {
      return text;
    }
    return "\"" + PlainText.of(text.replace("\\", "\\\\").replace("\"", "\\\"")) + "\"";
  }
}
