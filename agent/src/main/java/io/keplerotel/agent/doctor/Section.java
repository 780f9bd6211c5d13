// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.doctor;

import java.util.List;

/**
 * Checks that belong together.
 *
 * @param title over their lines
 */
public record Section(String title, List<Check> checks) {
  /** Takes a copy of the list. */
  public Section {
    checks = List.copyOf(checks);
  }
}
