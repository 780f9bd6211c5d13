// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.export.prometheus;

import io.opentelemetry.api.common.Attributes;
import java.util.OptionalLong;

/**
 * What is kept for the attributes of a point: the line that shows it, and when it began. Used by
 * one thread at a time.
 */
final class Series {
  private final Line line;
  private final OptionalLong since;
  private final boolean first;
  private int turn;

  /**
   * One that no collection used yet.
   *
   * @param since when it began, ns since 1970, where its attributes say so
   */
  Series(Line line, OptionalLong since, Object key) {
    this.line = line;
    this.since = since;
    this.first = isSame(line.origin(), key);
  }

  Line line() {
    return line;
  }

  OptionalLong since() {
    return since;
  }

  /** Whether it differs in its beginning at most from the first that had this line. */
  boolean isSameAs(Line shown) {
    return first && shown.equals(line);
  }

  private static boolean isSame(Object one, Object other) {
    return one.equals(other)
        || (one instanceof Attributes first
            && other instanceof Attributes second
            && Family.withoutSince(first).equals(Family.withoutSince(second)));
  }

  /** Marks it as used; whether this is the first time in this collection. */
  boolean use(int now) {
    boolean fresh = turn != now;
    turn = now;
    return fresh;
  }

  boolean isUsed(int now) {
    return turn == now;
  }
}
