// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.linux.fs;

import java.util.Arrays;
import java.util.Optional;

/**
 * Where a process sits in the two hierarchies.
 *
 * @param unified path in the v2 hierarchy
 * @param legacy path in the chosen v1 hierarchy
 */
public record CgroupPaths(Optional<String> unified, Optional<String> legacy) {
  private static final String DELETED = " (deleted)";

  /** Parses {@code /proc/PID/cgroup}; {@code controller} is the chosen one of v1, if any. */
  public static CgroupPaths parse(String text, Optional<LegacyController> controller) {
    Optional<String> unified = Optional.empty();
    Optional<String> legacy = Optional.empty();
    for (String line : text.split("\n", -1)) {
      String[] fields = line.split(":", 3);
      if (fields.length < 3) {
        continue;
      }
      if (fields[0].equals("0") && fields[1].isEmpty()) {
        unified = Optional.of(path(fields[2]));
      } else if (controller.isPresent() && names(fields[1], controller.get())) {
        legacy = Optional.of(path(fields[2]));
      }
    }
    return new CgroupPaths(unified, legacy);
  }

  private static boolean names(String controllers, LegacyController controller) {
    return Arrays.asList(controllers.split(",", -1)).contains(controller.kernelName());
  }

  private static String path(String text) {
    return text.endsWith(DELETED) ? text.substring(0, text.length() - DELETED.length()) : text;
  }
}
