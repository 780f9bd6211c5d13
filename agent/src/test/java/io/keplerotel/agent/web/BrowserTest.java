// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.live.LiveView;
import io.keplerotel.agent.live.LiveView.Kind;
import io.keplerotel.agent.live.LiveView.Row;
import io.keplerotel.agent.live.Views;
import io.keplerotel.agent.testing.Requirement;
import io.keplerotel.agent.testing.Shell;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The start page in a real browser. */
@Tag("e2e")
class BrowserTest {
  private static final int EMPTY_SCREEN_BYTES = 10_000;

  private final AtomicInteger views = new AtomicInteger();

  @TempDir Path folder = Path.of("");

  @Test
  void renewsItselfAndHasNothingToComplainAbout() throws Exception {
    Requirement.E2E.unless(
        Files.isExecutable(Path.of("/usr/bin/chromium")),
        "there is no browser (apt-get install chromium)");
    try (WebServer server = Checks.server(Checks.good(), this::next)) {
      server.start();
      String page =
          browse("--virtual-time-budget=9000 --enable-logging=stderr --dump-dom", server.port());
      assertThat(page)
          .contains("<p role=\"status\" id=\"trouble\"></p>", "<label id=\"renewal\">")
          .doesNotContain("Uncaught", "CONSOLE", ">view 1<");
      assertThat(views.get()).isGreaterThanOrEqualTo(3);
      Path picture = folder.resolve("page.png");
      browse("--window-size=1000,700 --screenshot=" + picture, server.port());
      assertThat(Files.size(picture)).isGreaterThan(EMPTY_SCREEN_BYTES);
    }
  }

  private String browse(String flags, int port) {
    return Shell.run(
        "chromium --headless --no-sandbox --disable-gpu --disable-dev-shm-usage --hide-scrollbars --user-data-dir=%s %s http://127.0.0.1:%d/"
            .formatted(folder, flags, port));
  }

  /** Each view has another name in it. */
  private LiveView next() {
    LiveView shop = Views.shop();
    Row row = shop.rows(Kind.CONTAINER).getFirst();
    return new LiveView(
        shop.node(),
        shop.at(),
        shop.seconds(),
        shop.cpus(),
        shop.busyCpus(),
        shop.power(),
        shop.unattributed(),
        shop.zones(),
        List.of(
            new Row(
                row.kind(),
                row.id(),
                "view " + views.incrementAndGet(),
                row.namespace(),
                row.owner(),
                row.power(),
                row.joules(),
                row.cpus())));
  }
}
