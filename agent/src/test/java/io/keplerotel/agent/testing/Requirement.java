// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.testing;

import static org.junit.jupiter.api.Assertions.fail;

import org.junit.jupiter.api.Assumptions;

/** What a test needs of the machine. A test without it is skipped and says why; CI forbids that. */
public enum Requirement {
  BPF,
  CGROUPS,
  E2E,
  PERF,
  PODMAN,
  PROMETHEUS,
  RAPL,
  TMUX;

  /** Skips the test unless this is so; fails it where {@code REQUIRE_…=1}. */
  public void unless(boolean present, String why) {
    if (present) {
      return;
    }
    if ("1".equals(System.getenv("REQUIRE_" + name()))) {
      fail("REQUIRE_" + name() + "=1, but " + why);
    }
    System.out.println("skipped: " + why);
    Assumptions.abort(why);
  }
}
