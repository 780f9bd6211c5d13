// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.export.prometheus;

import java.util.List;

/**
 * What a client wants done to names. Ours have letters, digits and underscores only, so all schemes
 * but one leave them as they are.
 */
enum NameEscaping {
  NONE,
  /** Underscores are doubled, since one may stand for a dot. */
  DOTS;

  private static final String KEY = "escaping";
  private static final String DOTS_SCHEME = "dots";

  /** The first that the header names, read as Prometheus' client library for Java reads it. */
  static NameEscaping of(List<String> accept) {
    for (String part : String.join(",", accept).split(";", 0)) {
      String[] pair = part.split("=", 0);
      if (pair.length == 2 && pair[0].trim().equals(KEY)) {
        return pair[1].trim().equals(DOTS_SCHEME) ? DOTS : NONE;
      }
    }
    return NONE;
  }

  String name(String name) {
    return this == DOTS ? name.replace("_", "__") : name;
  }
}
