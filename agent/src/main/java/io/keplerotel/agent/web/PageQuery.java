// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.keplerotel.agent.live.LiveView;
import io.keplerotel.agent.live.LiveView.Kind;
import io.keplerotel.agent.live.Order;
import io.keplerotel.agent.live.Selection;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the address of the start page asks for.
 *
 * @param kind of rows; empty for what this machine has
 * @param order of rows
 * @param filter text that rows must contain; empty for all
 * @param within id of the row whose parts are shown; empty for all
 * @param all whether all rows are shown, and not only the first
 */
record PageQuery(Optional<Kind> kind, Order order, String filter, String within, boolean all) {
  private static final String KIND = "kind";
  private static final String SORT = "sort";
  private static final String FILTER = "q";
  private static final String WITHIN = "in";
  private static final String ALL = "all";
  private static final int MOST_CHARACTERS = 256;

  /** Reads what stands behind the question mark; what is not known there is passed over. */
  static PageQuery parse(String rawQuery) {
    Map<String, String> given = new HashMap<>();
    for (String part : rawQuery.split("&", -1)) {
      int equals = part.indexOf('=');
      given.put(
          equals < 0 ? part : part.substring(0, equals),
          equals < 0 ? "" : text(part.substring(equals + 1)));
    }
    return new PageQuery(
        named(Selection.KINDS.stream(), given.get(KIND)),
        named(Stream.of(Order.values()), given.get(SORT)).orElse(Order.WATTS),
        given.getOrDefault(FILTER, ""),
        given.getOrDefault(WITHIN, ""),
        given.containsKey(ALL));
  }

  /** Which rows of a view that are. */
  Selection selection(LiveView view) {
    return new Selection(kind.orElseGet(() -> Selection.fullest(view)), order, filter, within);
  }

  /** All rows of a kind that the filter lets through. */
  PageQuery of(Kind other) {
    return new PageQuery(Optional.of(other), order, filter, "", false);
  }

  /** These rows. */
  PageQuery of(Selection selection) {
    return new PageQuery(
        Optional.of(selection.kind()),
        selection.order(),
        selection.filter(),
        selection.within(),
        false);
  }

  PageQuery by(Order other) {
    return new PageQuery(kind, other, filter, within, all);
  }

  PageQuery showing(boolean allRows) {
    return new PageQuery(kind, order, filter, within, allRows);
  }

  PageQuery unfiltered() {
    return new PageQuery(kind, order, "", within, all);
  }

  /** As a link of the page. */
  String href() {
    String query =
        values().entrySet().stream()
            .map(value -> value.getKey() + "=" + URLEncoder.encode(value.getValue(), UTF_8))
            .collect(Collectors.joining("&"));
    return query.isEmpty() ? "/" : "/?" + query;
  }

  /** What a form has to send along, by name; without the filter, which people type. */
  Map<String, String> besidesFilter() {
    Map<String, String> values = unfiltered().values();
    values.remove(FILTER);
    return values;
  }

  private Map<String, String> values() {
    Map<String, String> values = new LinkedHashMap<>();
    kind.ifPresent(wanted -> values.put(KIND, name(wanted)));
    if (order != Order.WATTS) {
      values.put(SORT, name(order));
    }
    if (!within.isEmpty()) {
      values.put(WITHIN, within);
    }
    if (!filter.isEmpty()) {
      values.put(FILTER, filter);
    }
    if (all) {
      values.put(ALL, "");
    }
    return values;
  }

  private static <E extends Enum<E>> Optional<E> named(Stream<E> all, @Nullable String name) {
    return all.filter(each -> name(each).equals(name)).findFirst();
  }

  private static String name(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static String text(String encoded) {
    String text = encoded;
    try {
      text = URLDecoder.decode(encoded, UTF_8);
    } catch (IllegalArgumentException ignored) {
      // A percent sign that encodes nothing stands for itself.
    }
    return text.substring(0, Math.min(text.length(), MOST_CHARACTERS));
  }
}
