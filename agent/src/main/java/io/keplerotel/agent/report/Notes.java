// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.report;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/** What the reader of a report is to know. */
final class Notes {
  private static final int SHOWN_SPANS = 3;

  private Notes() {}

  /**
   * All notes about a period.
   *
   * @param hours of which there are figures
   */
  static List<String> of(Period period, Rates rates, BitSet hours) {
    List<String> notes = new ArrayList<>();
    if (period.isRunning()) {
      notes.add(
          "until now: %s of %s hours are over, the last at %s"
              .formatted(
                  period.hours(),
                  Duration.between(period.from(), period.to()).toHours(),
                  period.shown(period.until())));
    }
    missing(period, hours).ifPresent(notes::add);
    late("price", rates.price(), period).ifPresent(notes::add);
    late("grid intensity", rates.grid(), period).ifPresent(notes::add);
    late("PUE", rates.pue(), period).ifPresent(notes::add);
    return notes;
  }

  private static Optional<String> missing(Period period, BitSet hours) {
    int missing = period.hours() - hours.cardinality();
    if (missing == 0) {
      return Optional.empty();
    }
    List<String> spans = new ArrayList<>();
    for (int from = hours.nextClearBit(0); from < period.hours(); ) {
      int next = hours.nextSetBit(from);
      int to = next < 0 ? period.hours() : next;
      spans.add(
          "%s to %s"
              .formatted(period.shown(period.endOf(from - 1)), period.shown(period.endOf(to - 1))));
      from = hours.nextClearBit(to);
    }
    String shown =
        String.join(", ", spans.subList(0, Math.min(SHOWN_SPANS, spans.size())))
            + (spans.size() > SHOWN_SPANS ? " and others" : "");
    return Optional.of(
        "%d of %d hours have no data, and are not in the sums: %s"
            .formatted(missing, period.hours(), shown));
  }

  private static Optional<String> late(String what, Optional<Rate> rate, Period period) {
    Optional<Instant> begin = rate.flatMap(each -> each.beginsAfter(period.from()));
    return begin.map(
        first ->
            "the %s is known from %s on only; before, its first value is counted"
                .formatted(what, period.shown(first)));
  }
}
