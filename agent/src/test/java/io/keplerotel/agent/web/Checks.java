// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.web;

import io.keplerotel.agent.live.LiveView;
import io.keplerotel.agent.model.Tariff;
import io.keplerotel.agent.status.Health;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Health answers for tests. */
public final class Checks {
  private Checks() {}

  public static Health.Checks good() {
    return of(new Health(true, List.of("last tick 1 s ago")), List.of("rapl: 6 zones"));
  }

  /** A server on any port of this machine. */
  public static WebServer server(Health.Checks checks, Supplier<LiveView> live, WebPage... more) {
    return new WebServer("127.0.0.1", 0, pages(checks, live, more));
  }

  static List<WebPage> pages(Health.Checks checks, Supplier<LiveView> live, WebPage... more) {
    return Stream.concat(Stream.of(more), OwnPages.of(checks, live, Tariff.NONE).stream()).toList();
  }

  static Health.Checks of(Health ready, List<String> state) {
    return new Health.Checks(() -> new Health(true, List.of("alive")), () -> ready, () -> state);
  }
}
