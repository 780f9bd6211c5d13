// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.export.prometheus;

import io.keplerotel.agent.export.prometheus.ScrapeRequest.Refused;
import io.keplerotel.agent.export.prometheus.ScrapeRequest.Wanted;
import io.keplerotel.agent.status.Room;
import io.keplerotel.agent.web.Answer;
import io.keplerotel.agent.web.NoRoomException;
import io.keplerotel.agent.web.WebPage;
import java.io.IOException;
import java.io.OutputStream;

/** Answers scrapes in text, OpenMetrics or protobuf, whichever is asked for. */
public final class Scrapes {
  private static final String FOR_PEOPLE = "text/plain; charset=utf-8";

  private final SeriesBook book;
  private final Room room;
  private final PageFormat protobuf = new ProtobufFormat();
  private final PageFormat protobufText = new ProtobufTextFormat();
  private final PageFormat openMetrics;
  private final PageFormat text = new TextFormat();

  Scrapes(SeriesBook book, CreatedLines createdLines, Room room) {
    this.book = book;
    this.room = room;
    this.openMetrics = new OpenMetricsFormat(createdLines);
  }

  /** Whether OpenMetrics has a line more for each counter, which says when it began. */
  public enum CreatedLines {
    SHOWN,
    LEFT_OUT
  }

  /** {@code /metrics}. */
  public WebPage page() {
    return new WebPage(
        "/metrics", request -> answer(ScrapeRequest.parse(request.rawQuery(), request.accept())));
  }

  /** Answers; the body is made later, and once for all who want the same just then. */
  Answer answer(ScrapeRequest request) {
    // A switch over types is put together when it is first run: the first scrape would wait for it.
    if (request instanceof Wanted wanted) {
      return new Answer(
          200,
          wanted.debug() ? FOR_PEOPLE : format(wanted).contentType(),
          new Answer.Made(wanted, out -> write(wanted, out)));
    }
    Refused refused = (Refused) request;
    return Answer.text(refused.status(), refused.line());
  }

  private void write(Wanted wanted, OutputStream out) throws IOException {
    if (!room.isThere()) {
      throw new NoRoomException();
    }
    book.write(format(wanted), escaping(wanted), wanted.names(), new PageOutput(out));
  }

  private PageFormat format(Wanted wanted) {
    return switch (wanted.format()) {
      case PROTOBUF -> wanted.debug() ? protobufText : protobuf;
      case OPEN_METRICS -> openMetrics;
      case TEXT -> text;
    };
  }

  private static NameEscaping escaping(Wanted wanted) {
    return wanted.debug() && wanted.format() == ScrapeFormat.PROTOBUF
        ? NameEscaping.NONE
        : wanted.escaping();
  }
}
