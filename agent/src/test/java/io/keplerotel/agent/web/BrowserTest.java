// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.live.LiveView;
import io.keplerotel.agent.live.LiveView.Power;
import io.keplerotel.agent.live.LiveView.Row;
import io.keplerotel.agent.live.Views;
import io.keplerotel.agent.testing.Http;
import io.keplerotel.agent.testing.Requirement;
import io.keplerotel.agent.testing.Shell;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The start page in a real browser. */
@Tag("e2e")
class BrowserTest {
  private static final int EMPTY_SCREEN_BYTES = 10_000;
  private static final int PODS = 60;
  private static final Pattern RESULT = Pattern.compile("<pre id=\"result\"[^>]*>([^<]*)</pre>");

  /** What a person does in it, who looks again when it was renewed for the third time. */
  private static final String VISIT =
      """
      <!doctype html>
      <script>
      const view = open('/?kind=pod&all=', 'page', 'popup,width=390,height=600');
      const say = text => fetch('/said?' + encodeURIComponent(text));
      onerror = message => say(message);
      const row = () => [...view.document.querySelectorAll('tbody tr')].find(row => row.textContent.includes('-00007'));
      const power = () => +view.document.querySelector('.figure').textContent.match(/[0-9]+/)[0];
      let before, height, order, link;
      function look() {
        view.scrollTo(0, 700);
        link = view.document.querySelector('caption a');
        link.focus({ preventScroll: true });
        [before, height, order] = [power(), view.scrollY, row().rowIndex];
      }
      const timer = setInterval(() => {
        if (view.document.readyState !== 'complete' || !view.document.querySelector('.figure')) return;
        if (!before) look();
        if (power() < before + 3) return;
        clearInterval(timer);
        say('at ' + (height > 0 && view.scrollY === height ? 'the same place' : view.scrollY + ' instead of ' + height)
          + ', focused ' + (view.document.activeElement === link)
          + ', moved ' + (row().rowIndex !== order)
          + ', fits ' + (view.document.documentElement.scrollWidth <= view.innerWidth));
      }, 50);
      </script>
      """;

  private final AtomicInteger views = new AtomicInteger(100);

  @TempDir Path folder = Path.of("");

  @BeforeEach
  void needsABrowser() {
    Requirement.E2E.unless(
        Files.isExecutable(Path.of("/usr/bin/chromium")),
        "there is no browser (apt-get install chromium)");
  }

  @Test
  void renewsItselfAndHasNothingToComplainAbout() throws Exception {
    try (WebServer server = Checks.server(Checks.good(), this::next)) {
      server.start();
      String page =
          browse(
              "--virtual-time-budget=9000 --enable-logging=stderr --dump-dom",
              "http://127.0.0.1:%d/?kind=pod".formatted(server.port()));
      assertThat(page)
          .contains("<p role=\"alert\" id=\"trouble\"></p>", "<label id=\"renewal\">")
          .doesNotContain("Uncaught", "CONSOLE", "<strong>101 W</strong>");
      assertThat(views.get()).isGreaterThanOrEqualTo(103);
      Path picture = folder.resolve("page.png");
      browse(
          "--window-size=1000,700 --screenshot=" + picture,
          "http://127.0.0.1:%d/".formatted(server.port()));
      assertThat(Files.size(picture)).isGreaterThan(EMPTY_SCREEN_BYTES);
    }
  }

  /** Each view turns the order of the rows round. */
  @Test
  void renewalKeepsPlaceAndFocusThoughRowsMove() throws Exception {
    CompletableFuture<String> said = new CompletableFuture<>();
    WebPage visit =
        new WebPage("/visit", request -> new Answer(200, "text/html", new Answer.Lines(VISIT)));
    WebPage end =
        new WebPage(
            "/said",
            request -> {
              said.complete(URLDecoder.decode(request.rawQuery(), UTF_8));
              return Answer.text(200, "");
            });
    try (WebServer server = Checks.server(Checks.good(), this::next, visit, end)) {
      server.start();
      String address = "http://127.0.0.1:%d/visit".formatted(server.port());
      Process browser = Shell.start("exec " + command("--disable-popup-blocking", address));
      try {
        assertThat(said.get(60, TimeUnit.SECONDS))
            .isEqualTo("at the same place, focused true, moved true, fits true");
      } finally {
        browser.destroy();
        browser.waitFor();
      }
    }
  }

  @Test
  void anAgentThatIsGoneIsSaidOnTopOfDimmedFigures() throws Exception {
    String html;
    try (WebServer server = Checks.server(Checks.good(), this::next)) {
      server.start();
      html = Http.get(server.port(), "/").body();
    }
    Path saved = Files.writeString(folder.resolve("page.html"), html);
    String page = browse("--virtual-time-budget=5000 --dump-dom", saved.toUri().toString());
    assertThat(page)
        .contains("<body class=\"old\">")
        .containsPattern(
            "id=\"trouble\">The agent has not answered since [^<]+; these figures are old");
  }

  @ParameterizedTest
  @CsvSource({"'',0", "kind=pod,1", "kind=pod&q=nothing,0", "kind=container&in=gone,1"})
  void axeFindsNothing(String query, int darkness) throws Exception {
    String html;
    try (WebServer server = Checks.server(Checks.good(), () -> Views.pods(PODS))) {
      server.start();
      html = Http.get(server.port(), "/?" + query).body();
    }
    Path script = folder.resolve("axe.js");
    try (InputStream axe =
        Objects.requireNonNull(BrowserTest.class.getResourceAsStream("/axe.min.js"), "axe")) {
      Files.copy(axe, script);
    }
    String check =
        """
        <pre id="result" aria-hidden="true"></pre><script src="axe.js"></script><script>
        document.querySelectorAll('details').forEach(part => part.open = true);
        axe.run('body > :not(#result)').then(found => document.getElementById('result').textContent =
          found.passes.length + ' kinds of checks; ' + found.violations.map(v => v.id + ' ' + v.nodes.map(n => n.html).join(' ')).join('; '));
        </script></body>""";
    Path saved =
        Files.writeString(folder.resolve("page.html"), html.replace("</body>", check), UTF_8);
    String page =
        browse(
            "--blink-settings=preferredColorScheme=%d --virtual-time-budget=10000 --dump-dom"
                .formatted(darkness),
            saved.toUri().toString());
    assertThat(result(page)).matches("[1-9][0-9]+ kinds of checks; ");
  }

  private static String result(String page) {
    Matcher result = RESULT.matcher(page);
    assertThat(result.find()).as(page).isTrue();
    return result.group(1);
  }

  private String browse(String flags, String address) {
    return Shell.run(command(flags, address));
  }

  private String command(String flags, String address) {
    return "chromium --headless --no-sandbox --disable-gpu --disable-dev-shm-usage --hide-scrollbars --user-data-dir=%s/profile %s '%s'"
        .formatted(folder, flags, address);
  }

  /** Each view has another power in it, and its rows the other way round. */
  private LiveView next() {
    LiveView pods = Views.pods(PODS);
    int number = views.incrementAndGet();
    List<Row> rows = number % 2 == 0 ? pods.rows() : turned(pods.rows());
    return new LiveView(
        pods.node(),
        pods.at(),
        pods.seconds(),
        pods.cpus(),
        pods.busyCpus(),
        new Power(number, 0),
        pods.unattributed(),
        pods.total(),
        pods.past(),
        pods.zones(),
        rows);
  }

  private static List<Row> turned(List<Row> rows) {
    List<Row> turned = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      Row row = rows.get(i);
      turned.add(
          new Row(
              row.kind(),
              row.id(),
              row.parent(),
              row.name(),
              row.namespace(),
              row.owner(),
              rows.get(rows.size() - 1 - i).power(),
              row.joules(),
              row.cpus()));
    }
    return turned;
  }
}
