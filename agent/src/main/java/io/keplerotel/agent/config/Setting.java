// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.config;

import io.keplerotel.agent.model.PlainText;
import java.util.Locale;

/**
 * One setting: all its names and its help are derived from this.
 *
 * @param key its name in YAML, such as {@code host.procfs}
 * @param type what values it has
 * @param defaultText its default, as one would write it
 * @param help one sentence
 */
public record Setting<T>(String key, SettingType<T> type, String defaultText, String help) {
  /** Of a value that is refused: enough to know it by. */
  private static final int SHOWN_CHARACTERS = 80;

  private static final String VARIABLE_PREFIX = "KEPLER_";

  /** Its environment variable, such as {@code KEPLER_HOST_PROCFS}. */
  public String variable() {
    return VARIABLE_PREFIX + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  /** Its flag, such as {@code --host.procfs}. */
  public String flag() {
    return "--" + key;
  }

  /** What its values may be, in words that follow "must be". */
  public String allowed() {
    return type.allowed();
  }

  /** Parses a value; {@code where} and {@code name} begin the message where it is not allowed. */
  T parse(String where, String name, String text) throws SettingsException {
    return type.parse()
        .apply(text)
        .orElseThrow(
            () ->
                new SettingsException(
                    "%s%s: \"%s\" is not allowed; it must be %s%s"
                        .formatted(
                            where,
                            name,
                            PlainText.of(text, SHOWN_CHARACTERS),
                            allowed(),
                            type.meant()
                                .apply(text)
                                .map("; did you mean %s?"::formatted)
                                .orElse(""))));
  }
}
