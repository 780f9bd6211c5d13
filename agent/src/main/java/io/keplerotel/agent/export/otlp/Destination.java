// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.export.otlp;

import io.keplerotel.agent.model.PlainText;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Where metrics are pushed to, and what of it may be told. User and password, the query, and parts
 * of the path that look like a token are not; nor are the headers' values, wherever they turn up.
 *
 * @param address as it was set
 * @param headers sent with each push; asked for when something is to be told
 */
record Destination(URI address, Supplier<Map<String, List<String>>> headers) {
  private static final String HIDDEN = "***";
  private static final int LONGEST_WORD = 24;
  private static final int SHORTEST_SECRET = 4;
  private static final int TOLD = 200;

  /** The address without its secrets. */
  String shown() {
    StringBuilder shown = new StringBuilder().append(address.getScheme()).append("://");
    shown.append(authority().substring(authority().lastIndexOf('@') + 1));
    for (String part : path().split("/", -1)) {
      shown.append(part.isEmpty() ? "" : "/" + (part.length() > LONGEST_WORD ? HIDDEN : part));
    }
    return PlainText.of(shown.toString(), TOLD);
  }

  /** Whether user and password stand in the address, where OTLP does not look for them. */
  boolean namesAUser() {
    return authority().contains("@");
  }

  /** What the other side or a library says, on one line, cut, without the secrets. */
  String quote(String text) {
    String quoted = text.stripTrailing();
    for (String secret : secrets()) {
      quoted = quoted.replace(secret, HIDDEN);
    }
    return PlainText.of(quoted, TOLD);
  }

  private List<String> secrets() {
    String user = authority().substring(0, Math.max(0, authority().lastIndexOf('@')));
    List<String> parts = List.of(user, user.substring(user.indexOf(':') + 1), query());
    return Stream.concat(
            parts.stream(), headers.get().values().stream().flatMap(Collection::stream))
        .flatMap(value -> Stream.of(value, value.replaceFirst("^\\S+ ", "")))
        .filter(value -> value.length() >= SHORTEST_SECRET)
        .toList();
  }

  private String authority() {
    return String.valueOf(address.getRawAuthority());
  }

  private String path() {
    return address.getRawPath() == null ? "" : address.getRawPath();
  }

  private String query() {
    return address.getRawQuery() == null ? "" : address.getRawQuery();
  }
}
