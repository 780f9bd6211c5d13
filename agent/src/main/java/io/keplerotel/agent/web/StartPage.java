// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.keplerotel.agent.live.LiveView;
import io.keplerotel.agent.live.LiveView.Kind;
import io.keplerotel.agent.model.PlainText;
import io.keplerotel.agent.status.Health;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The page that people see first: who uses how much power now, how the agent is, and where the rest
 * is. Whole without scripts; with them it renews itself.
 */
final class StartPage {
  private static final String TYPE = "text/html; charset=utf-8";
  private static final String TEMPLATE = "start-page.html";
  private static final String KIND = "kind=";
  private static final List<Kind> TABS = List.of(Kind.CONTAINER, Kind.POD, Kind.PROCESS, Kind.UNIT);

  private final Health.Checks checks;
  private final Supplier<LiveView> live;
  private final String template;

  StartPage(Health.Checks checks, Supplier<LiveView> live) {
    this.checks = checks;
    this.live = live;
    this.template = resource();
  }

  /**
   * Makes the page.
   *
   * @param query of the address; {@code kind=pod} shows pods
   */
  Answer answer(String query) {
    Optional<Kind> chosen = chosen(query);
    return new Answer(200, TYPE, Answer.Made.text(chosen, () -> html(chosen)));
  }

  private String html(Optional<Kind> chosen) {
    LiveView view = live.get();
    Health ready = checks.ready().get();
    Kind kind = chosen.orElseGet(() -> fullest(view));
    Map<String, String> values =
        Map.of(
            "node", escape(view.node()),
            "power", PowerHtml.power(view),
            "tabs", TABS.stream().map(tab -> tab(tab, kind, view)).collect(Collectors.joining()),
            "table", PowerHtml.table(kind, view),
            "zones", PowerHtml.zones(view),
            "ready", ready.good() ? "ready" : "not ready",
            "open", ready.good() ? "" : " open",
            "state", items(checks.state().get()));
    String page = template;
    for (Map.Entry<String, String> value : values.entrySet()) {
      page = page.replace("{{" + value.getKey() + "}}", value.getValue());
    }
    return page;
  }

  static String escape(String text) {
    return PlainText.of(text)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("{", "&#123;");
  }

  private static Optional<Kind> chosen(String query) {
    return Stream.of(query.split("&", -1))
        .filter(part -> part.startsWith(KIND))
        .map(part -> part.substring(KIND.length()))
        .flatMap(name -> TABS.stream().filter(tab -> name(tab).equals(name)))
        .findFirst();
  }

  /** What this machine has: containers, or else units, or else processes. */
  private static Kind fullest(LiveView view) {
    return Stream.of(Kind.CONTAINER, Kind.UNIT, Kind.PROCESS)
        .filter(kind -> view.rows().stream().anyMatch(row -> row.kind() == kind))
        .findFirst()
        .orElse(Kind.CONTAINER);
  }

  private static String tab(Kind tab, Kind current, LiveView view) {
    return "<a href=\"/?kind=%s\"%s>%s <small>%d</small></a>\n"
        .formatted(
            name(tab),
            tab == current ? " aria-current=\"page\"" : "",
            tab.title(),
            view.rows().stream().filter(row -> row.kind() == tab).count());
  }

  private static String name(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  private static String items(List<String> lines) {
    return lines.stream()
        .map(line -> "<li>" + escape(line) + "</li>")
        .collect(Collectors.joining("\n"));
  }

  private static String resource() {
    try (InputStream in =
        Objects.requireNonNull(StartPage.class.getResourceAsStream(TEMPLATE), TEMPLATE)) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
