// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.exec;

import java.util.Map;

/** What the launcher has set for the agent, and the command is not to have. */
final class LauncherVariables {
  private static final String PROPERTY = "keplerotel.launcher.set";

  private LauncherVariables() {}

  /** Puts the environment back as it was when the launcher was called. */
  static void takeBack(Map<String, String> environment) {
    takeBack(environment, System.getProperty(PROPERTY, ""));
  }

  /**
   * The same.
   *
   * @param set names with a comma between; of those that had another value before with it, such as
   *     {@code MALLOC_ARENA_MAX,LC_ALL=C}
   */
  static void takeBack(Map<String, String> environment, String set) {
    for (String each : set.split(",", -1)) {
      int equals = each.indexOf('=');
      if (equals > 0) {
        environment.put(each.substring(0, equals), each.substring(equals + 1));
      } else {
        environment.remove(each);
      }
    }
  }
}
