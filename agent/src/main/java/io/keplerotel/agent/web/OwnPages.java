// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.web;

import io.keplerotel.agent.live.LiveJson;
import io.keplerotel.agent.live.LiveView;
import io.keplerotel.agent.model.Tariff;
import io.keplerotel.agent.status.Health;
import java.util.List;
import java.util.function.Supplier;

/** The pages about the agent itself: health, and who uses power now, for people. */
public final class OwnPages {
  private OwnPages() {}

  /**
   * All of them.
   *
   * @param checks what the pages about health say
   * @param live who uses power now
   * @param tariff what energy costs
   */
  public static List<WebPage> of(Health.Checks checks, Supplier<LiveView> live, Tariff tariff) {
    Answer json = Answer.json(Answer.Made.text("/live.json", () -> LiveJson.write(live.get())));
    StartPage start = new StartPage(checks, live, tariff);
    return List.of(
        new WebPage(
            "/healthz",
            request -> health(checks.alive().get()),
            // Whoever restarts the agent has no password, and this tells no secret.
            WebPage.Audience.ANYBODY),
        new WebPage("/readyz", request -> health(checks.ready().get())),
        new WebPage("/live.json", request -> json),
        new WebPage("/", request -> start.answer(request.rawQuery())));
  }

  private static Answer health(Health health) {
    return Answer.text(health.good() ? 200 : 503, String.join("\n", health.lines()));
  }
}
