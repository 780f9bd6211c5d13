// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.export.prometheus;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.keplerotel.agent.web.AcceptHeader;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a client asks of {@code /metrics}. */
sealed interface ScrapeRequest {
  /**
   * What is to be written; those who want the same get the same bytes.
   *
   * @param debug whether it is for people to look at
   * @param names of metrics; empty for all
   */
  record Wanted(ScrapeFormat format, boolean debug, NameEscaping escaping, List<String> names)
      implements ScrapeRequest {
    /** Takes copies of what it is given. */
    public Wanted {
      names = List.copyOf(names);
    }

    // Written out for the same reason as PowerOffer's.
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Wanted wanted
          && format == wanted.format
          && debug == wanted.debug
          && escaping == wanted.escaping
          && names.equals(wanted.names);
    }

    @Override
    public int hashCode() {
      return format.hashCode() * 31 + names.hashCode();
    }
  }

  /** Why not, and what would do. */
  record Refused(int status, String line) implements ScrapeRequest {}

  /**
   * Reads it: a format, by the header or by {@code debug=}, and metrics, by {@code name[]=}. Other
   * parameters are passed over, as Prometheus may be told to send any.
   */
  static ScrapeRequest parse(String rawQuery, List<String> accept) {
    List<String> names = new ArrayList<>();
    Optional<String> debug = Optional.empty();
    try {
      for (String part : rawQuery.split("&", -1)) {
        String[] pair = part.split("=", 2);
        String value = URLDecoder.decode(pair.length == 2 ? pair[1] : "", UTF_8);
        switch (URLDecoder.decode(pair[0], UTF_8)) {
          case "name[]" -> names.add(value);
          case "debug" -> debug = Optional.of(value);
          default -> {
            // Not ours.
          }
        }
      }
    } catch (IllegalArgumentException e) {
      return new Refused(400, "the query is not well formed");
    }
    NameEscaping escaping = NameEscaping.of(accept);
    return debug.isPresent()
        ? debug(debug.get(), escaping, names)
        : ScrapeFormat.wanted(AcceptHeader.parse(accept))
            .<ScrapeRequest>map(format -> new Wanted(format, false, escaping, names))
            .orElse(new Refused(406, "there are: protobuf, OpenMetrics text, plain text"));
  }

  private static ScrapeRequest debug(String word, NameEscaping escaping, List<String> names) {
    return ScrapeFormat.named(word)
        .<ScrapeRequest>map(format -> new Wanted(format, true, escaping, names))
        .orElse(new Refused(400, "debug: openmetrics, text or prometheus-protobuf"));
  }
}
