// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.export.prometheus;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.keplerotel.agent.meter.DialectTable;
import io.keplerotel.agent.meter.SnapshotMeters;
import io.keplerotel.agent.web.Answer;
import io.keplerotel.agent.web.WebPage;
import io.keplerotel.agent.workload.NamedSnapshot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Supplier;

/** What a scrape would say, without a server. */
public final class DialectPage {
  private DialectPage() {}

  /** All that a dialect shows of a tick. */
  public static String of(DialectTable dialect, Supplier<NamedSnapshot> published) {
    try (PrometheusEndpoint endpoint = new PrometheusEndpoint(List.of())) {
      new SnapshotMeters(endpoint.meter(), dialect, published).register();
      WebPage page = endpoint.scrapes(Scrapes.CreatedLines.LEFT_OUT).page();
      Answer answer = page.content().of(new WebPage.Request("", List.of()));
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      if (answer.body() instanceof Answer.Made made) {
        made.writing().writeTo(out);
      }
      return out.toString(UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
