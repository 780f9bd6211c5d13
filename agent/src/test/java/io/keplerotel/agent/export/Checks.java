// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.export;

import java.util.List;

/** Health answers for tests. */
final class Checks {
  private Checks() {}

  static Health.Checks good() {
    return of(new Health(true, List.of("last tick 1 s ago")), List.of("rapl: 6 zones"));
  }

  static Health.Checks of(Health ready, List<String> state) {
    return new Health.Checks(() -> new Health(true, List.of("alive")), () -> ready, () -> state);
  }
}
