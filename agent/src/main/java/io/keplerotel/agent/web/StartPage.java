// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.samskivert.mustache.Escapers;
import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import io.keplerotel.agent.live.LiveView;
import io.keplerotel.agent.model.PlainText;
import io.keplerotel.agent.model.Tariff;
import io.keplerotel.agent.status.Health;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The page that people see first: who uses how much power now, how the agent is, and where the rest
 * is. Whole without scripts; with them it renews itself.
 */
final class StartPage {
  private static final String TYPE = "text/html; charset=utf-8";
  private static final String TEMPLATE = "start-page.html";

  /** Where it stands, text is between tags or in double quotes. */
  private static final Mustache.Escaper HTML =
      Escapers.simple(
          new String[][] {
            {"&", "&amp;"}, {"<", "&lt;"}, {">", "&gt;"}, {"\"", "&quot;"}, {"{", "&#123;"}
          });

  private final Health.Checks checks;
  private final Supplier<LiveView> live;
  private final Costs costs;
  private final Supplier<Template> template = new OnFirstUse();

  StartPage(Health.Checks checks, Supplier<LiveView> live, Tariff tariff) {
    this.checks = checks;
    this.live = live;
    this.costs = new Costs(tariff);
  }

  /**
   * Makes the page.
   *
   * @param query of the address, such as {@code kind=pod}
   */
  Answer answer(String query) {
    PageQuery asked = PageQuery.parse(query);
    return new Answer(200, TYPE, Answer.Made.text(asked, () -> html(asked)));
  }

  private String html(PageQuery asked) {
    StartPageValues values = new StartPageValues(live.get(), asked, costs);
    return template.get().execute(values.of(checks.ready().get(), checks.state().get()));
  }

  /** Most agents are never looked at: the library is loaded when one is. */
  private static final class OnFirstUse implements Supplier<Template> {
    private @Nullable Template compiled;

    @Override
    public synchronized Template get() {
      if (compiled == null) {
        compiled =
            Mustache.compiler()
                .emptyStringIsFalse(true)
                .withEscaper(text -> HTML.escape(PlainText.of(text)))
                .compile(resource());
      }
      return compiled;
    }
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
