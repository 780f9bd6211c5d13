// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.truth;

import java.util.List;
import java.util.stream.Stream;

/** Which hardware counters somebody reads, beside the time alone and beside a busy sibling. */
enum CounterSet {
  /** Instructions and misses of the last cache. */
  TWO,
  /** Branches and wide vector instructions too. */
  FOUR;

  /** What all tenants together did, one figure for each counter. */
  double[] ofNode(Span span) {
    return columns(span).stream().mapToDouble(Span::sum).toArray();
  }

  /** What one tenant did. */
  double[] of(Span span, int tenant) {
    return columns(span).stream().mapToDouble(column -> column[tenant]).toArray();
  }

  private List<long[]> columns(Span span) {
    List<long[]> two = List.of(span.aloneNs, span.sharedNs, span.instructions, span.misses);
    return switch (this) {
      case TWO -> two;
      case FOUR -> Stream.concat(two.stream(), Stream.of(span.branches, span.vectors)).toList();
    };
  }
}
