// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keplerotel.agent.config.ListenAddress;
import io.keplerotel.agent.export.prometheus.PrometheusEndpoint;
import io.keplerotel.agent.export.prometheus.Scrapes;
import io.keplerotel.agent.live.LiveJson;
import io.keplerotel.agent.live.LiveView;
import io.keplerotel.agent.live.LiveView.Kind;
import io.keplerotel.agent.live.LiveView.Row;
import io.keplerotel.agent.live.Views;
import io.keplerotel.agent.meter.Snapshots;
import io.keplerotel.agent.model.Tariff;
import io.keplerotel.agent.status.Health;
import io.keplerotel.agent.testing.AgentProcess;
import io.keplerotel.agent.testing.Http;
import io.keplerotel.agent.web.access.WebAccess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WebServerTest {
  private static final int MOST_PAGE_BYTES = 40_000;
  private static final WebPage NO_METRICS =
      new PrometheusEndpoint(List.of()).scrapes(Scrapes.CreatedLines.LEFT_OUT).page();

  private final WebServer server =
      Checks.server(
          Checks.of(
              new Health(false, List.of("no tick yet", "no source works")),
              List.of("rapl: <none> & \"gone\"")),
          Views::shop,
          NO_METRICS);

  @BeforeEach
  void start() throws Exception {
    server.start();
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void healthAnswersOkWhenAlive() throws Exception {
    HttpResponse<String> response = Http.get(server.port(), "/healthz");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo("alive\n");
  }

  @Test
  void readinessSaysLineByLineWhatIsMissing() throws Exception {
    HttpResponse<String> response = Http.get(server.port(), "/readyz");
    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.body()).isEqualTo("no tick yet\nno source works\n");
  }

  @Test
  void startPageLinksToTheOthersAndEscapesTheState() throws Exception {
    HttpResponse<String> response = Http.get(server.port(), "/");
    assertThat(response.headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
    assertThat(response.body())
        .contains(
            "lang=\"en\"", "<main id=\"live\" data-renew=\"2\">", "href=\"/metrics\"", "not ready")
        .contains("<li>rapl: &lt;none&gt; &amp; &quot;gone&quot;</li>");
  }

  @Test
  void startPageShowsTheNodesPowerAndTheTopWorkloadsOfTheKindThatIsAskedFor() throws Exception {
    LiveView view = Views.shop();
    String containers = Http.get(server.port(), "/").body();
    assertThat(containers)
        .contains(
            "<strong>%.1f W</strong>".formatted(view.power().total()),
            "web-5d4f8-x2x/nginx",
            "Deployment web")
        .doesNotContain("{{", ">java <small>100</small><");
    assertThat(Http.get(server.port(), "/?kind=process").body())
        .contains(">java <small>100</small><", "aria-current=\"page\">processes")
        .doesNotContain("Deployment web");
    assertThat(Http.get(server.port(), "/?kind=nonsense").body()).isEqualTo(containers);
  }

  @Test
  void startPageGoesFromAPodDownToItsProcessesAndUpAgain() throws Exception {
    String pods = Http.get(server.port(), "/?kind=pod").body();
    String down = "/?kind=container&amp;in=" + Snapshots.POD_UID;
    assertThat(pods).contains("<a href=\"" + down + "\">web-5d4f8-x2x</a>");
    String containers = Http.get(server.port(), down.replace("&amp;", "&")).body();
    String further = "/?kind=process&amp;in=" + Snapshots.WEB.id();
    assertThat(containers)
        .contains("<a href=\"/?kind=pod\">pods</a> › <strong>web-5d4f8-x2x</strong> › containers")
        .contains("<a href=\"" + further + "\">web-5d4f8-x2x/nginx</a>")
        .doesNotContain("kernel_processes");
    assertThat(Http.get(server.port(), further.replace("&amp;", "&")).body())
        .contains(
            "<a href=\"" + down + "\">web-5d4f8-x2x</a> › <strong>web-5d4f8-x2x/nginx</strong>")
        .contains(">java <small>100<")
        .doesNotContain("all other processes");
    assertThat(Http.get(server.port(), "/?kind=process&in=gone").body())
        .contains("It has ended.", "<strong>gone</strong>");
  }

  @Test
  void startPageSearchesAndSorts() throws Exception {
    assertThat(Http.get(server.port(), "/?q=WEB").body())
        .contains("All 1 rows that have “WEB”.", "web-5d4f8-x2x/nginx", "value=\"WEB\"")
        .doesNotContain(">kernel_processes<");
    assertThat(Http.get(server.port(), "/?q=%3Cb%3E%25").body())
        .contains("Nothing in containers has “&lt;b&gt;%”.")
        .doesNotContain("<b>");
    String byName = Http.get(server.port(), "/?sort=name").body();
    assertThat(byName)
        .contains(
            "aria-sort=\"ascending\"", "<input type=\"hidden\" name=\"sort\" value=\"name\">");
    assertThat(byName.indexOf(">kernel_processes<")).isLessThan(byName.indexOf("x2x/nginx<"));
  }

  @Test
  void startPageShowsTwentyRowsOrAll() throws Exception {
    try (WebServer busy = Checks.server(Checks.good(), () -> Views.pods(300))) {
      busy.start();
      String first = Http.get(busy.port(), "/?kind=pod").body();
      assertThat(first)
          .contains(
              "The first 20 of 300 rows.", "href=\"/?kind=pod&amp;all=\"", "data-renew=\"2\"");
      assertThat(first.split("<tr data-k=\"POD", -1)).hasSize(21);
      assertThat(first.length()).isLessThan(MOST_PAGE_BYTES);
      String all = Http.get(busy.port(), "/?kind=pod&all").body();
      assertThat(all).contains("All 300 rows.", "Show the first 20", "data-renew=\"10\"");
      assertThat(all.split("<tr data-k=\"POD", -1)).hasSize(301);
    }
  }

  @Test
  void startPageTellsCostAndCarbonWhereSomebodySaysWhatAKilowattHourCosts() throws Exception {
    Tariff tariff = new Tariff(OptionalDouble.of(0.36), "CHF", OptionalDouble.of(100));
    List<WebPage> pages = OwnPages.of(Checks.good(), Views::shop, tariff);
    try (WebServer costly = new WebServer("127.0.0.1", 0, pages)) {
      costly.start();
      // 85 W for 15 s: 1,275 J; of it 510 J of nginx.
      assertThat(Http.get(costly.port(), "/").body())
          .contains("In all 1,275 J, 0.00013 CHF, 0.035 g CO₂e since ", "Cost, CHF", "CO₂e, g")
          .contains(
              "<td class=\"n\">510</td><td class=\"n w\">0.000051</td><td class=\"n w\">0.014</td>");
    }
    assertThat(Http.get(server.port(), "/").body()).doesNotContain("Cost", "CO₂e");
  }

  @Test
  void startPageDrawsTheLastMinutesAndSaysTheSameInWords() throws Exception {
    assertThat(Http.get(server.port(), "/").body())
        .contains("aria-label=\"Power of the last 10 minutes: at least 85.0 W, at most 85.0 W\"")
        .contains("<span>0 to 100 W</span>");
  }

  @Test
  void startPageAsksNobodyElseForAnything() throws Exception {
    assertThat(Http.get(server.port(), "/").body()).doesNotContain("http:", "https:", "src=");
  }

  @Test
  void startPageSaysWhatIsMissing() throws Exception {
    try (WebServer early = Checks.server(Checks.good(), Views::empty)) {
      early.start();
      assertThat(Http.get(early.port(), "/").body())
          .contains("no energy is metered", "There are no containers here.")
          .doesNotContain("NaN");
    }
  }

  @Test
  void jsonIsTheSameView() throws Exception {
    HttpResponse<String> response = Http.get(server.port(), "/live.json");
    assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(LiveJson.read(response.body())).isEqualTo(Views.shop());
  }

  @Test
  void noNameAndNoFaultReachesAPageWithWhatSteersATerminalOrTurnsText() throws Exception {
    String evil = "x\n\0\u001b[2J\u009b1m\u202ey\u2028<b>";
    Health fault = new Health(false, List.of(evil));
    LiveView shop = Views.shop();
    LiveView view =
        new LiveView(
            evil,
            shop.at(),
            5,
            4,
            1,
            shop.power(),
            shop.unattributed(),
            shop.total(),
            shop.past(),
            shop.zones(),
            List.of(new Row(Kind.CONTAINER, evil, evil, evil, evil, evil, shop.power(), 1, 1)));
    Health.Checks checks = new Health.Checks(() -> fault, () -> fault, () -> List.of(evil));
    try (WebServer pages = Checks.server(checks, () -> view, NO_METRICS)) {
      pages.start();
      for (String path :
          List.of("/", "/live.json", "/healthz", "/readyz", "/metrics?debug=%1b%c2%9b", "/%1b")) {
        assertThat(Http.get(pages.port(), path).body())
            .as(path)
            .isNotEmpty()
            .doesNotContain("\0", "\u001b", "\u009b", "\u202e", "\u2028")
            .doesNotContain("x\n", "y<b>");
      }
      assertThat(Http.get(pages.port(), "/").body())
          .contains("x\\n\\u0000\\u001b[2J\\u009b1m\\u202ey\\u2028&lt;b&gt;");
    }
  }

  @Test
  void unknownPathsAreNotFound() throws Exception {
    assertThat(Http.get(server.port(), "/nothing").statusCode()).isEqualTo(404);
    assertThat(Http.get(server.port(), "/metricsandmore").statusCode()).isEqualTo(404);
  }

  @Test
  void onlyGetAndHeadAreAllowed() throws Exception {
    assertThat(Http.send("POST", server.port(), "/metrics").statusCode()).isEqualTo(405);
    assertThat(Http.send("DELETE", server.port(), "/healthz").statusCode()).isEqualTo(405);
    HttpResponse<String> head = Http.send("HEAD", server.port(), "/readyz");
    assertThat(head.statusCode()).isEqualTo(503);
    assertThat(head.body()).isEmpty();
  }

  @Test
  void takenPortIsOneClearLine() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        WebServer second =
            new WebServer(
                "127.0.0.1", taken.getLocalPort(), Checks.pages(Checks.good(), Views::shop))) {
      assertThatThrownBy(second::start)
          .hasMessage(
              "cannot listen on 127.0.0.1:%d: Address already in use; stop the other process or"
                      .formatted(taken.getLocalPort())
                  + " set web.listen / KEPLER_WEB_LISTEN");
    }
  }

  @Test
  void everyAddressIsServed() throws Exception {
    try (WebServer several = addresses(0, 0)) {
      several.start();
      assertThat(several.urls()).hasSize(2).allMatch(url -> url.startsWith("http://"));
      for (String url : several.urls()) {
        int port = URI.create(url).getPort();
        assertThat(Http.get(port, "/healthz").statusCode()).as(url).isEqualTo(200);
      }
    }
  }

  @Test
  void oneTakenPortOfSeveralEndsTheStartOfAll() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int free = AgentProcess.freePort();
      try (WebServer several = addresses(free, taken.getLocalPort())) {
        assertThatThrownBy(several::start)
            .hasMessageStartingWith(
                "cannot listen on 127.0.0.1:%d: Address already in use"
                    .formatted(taken.getLocalPort()));
        assertThatThrownBy(() -> Http.get(free, "/healthz")).isInstanceOf(IOException.class);
      }
    }
  }

  private static WebServer addresses(int... ports) {
    return new WebServer(
        IntStream.of(ports).mapToObj(port -> new ListenAddress("127.0.0.1", port)).toList(),
        WebAccess.open(),
        Checks.pages(Checks.good(), Views::shop));
  }

  @Test
  void unknownHostIsOneClearLine() {
    try (WebServer second = new WebServer("no.such.host.invalid", 1, List.of())) {
      assertThatThrownBy(second::start)
          .hasMessageStartingWith("cannot listen on no.such.host.invalid:1: ");
    }
  }
}
