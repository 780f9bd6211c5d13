// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.export;

import java.util.List;
import java.util.stream.Collectors;

/** The page that people see first: how the agent is and where the rest is. */
final class StartPage {
  private static final String TYPE = "text/html; charset=utf-8";

  private StartPage() {}

  static Page.Answer of(Health.Checks checks) {
    String word = checks.ready().get().good() ? "ready" : "not ready";
    return new Page.Answer(200, TYPE, html(word, items(checks.state().get())));
  }

  private static String html(String word, String items) {
    return """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>Kepler for OpenTelemetry</title>
      <style>
      :root { color-scheme: light dark; }
      body { font: 1rem/1.5 system-ui, sans-serif; max-width: 42rem; margin: 2rem auto; padding: 0 1rem; }
      </style>
      </head>
      <body>
      <main>
      <h1>Kepler for OpenTelemetry</h1>
      <p>This node is <strong>%s</strong>.</p>
      <nav aria-label="Pages">
      <ul>
      <li><a href="/metrics">Metrics</a></li>
      <li><a href="/healthz">Is it alive?</a></li>
      <li><a href="/readyz">Is it ready?</a></li>
      </ul>
      </nav>
      <h2>State</h2>
      <ul>
      %s
      </ul>
      </main>
      </body>
      </html>
      """
        .formatted(word, items);
  }

  private static String items(List<String> lines) {
    return lines.stream()
        .map(line -> "<li>" + escape(line) + "</li>")
        .collect(Collectors.joining("\n"));
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
