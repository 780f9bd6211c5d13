// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.config;

import java.util.regex.Pattern;

/**
 * What a setting is, and where that was said.
 *
 * @param text as one would write it
 * @param place {@code default}, or the file and line, variable or flag that has set it
 */
public record EffectiveSetting(Setting<?> setting, String text, String place) {
  private static final String DEFAULT = "default";

  /** User and password, or a query, of an address. */
  private static final Pattern SECRET = Pattern.compile("(?<=://)[^/?#\\s]*(?=@)|(?<=\\?)\\S+");

  private static final String HIDDEN = "***";

  static EffectiveSetting byDefault(Setting<?> setting) {
    return new EffectiveSetting(setting, setting.defaultText(), DEFAULT);
  }

  /** Whether it holds what is not to be shown. */
  public boolean isSecret() {
    return text.contains("://") && SECRET.matcher(text).find();
  }

  /** Its value without secrets. */
  public String shown() {
    return isSecret() ? SECRET.matcher(text).replaceAll(HIDDEN) : text;
  }
}
