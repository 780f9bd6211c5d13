// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.export.prometheus;

/**
 * A series: what it is called, and what it said in the latest collection. Used by one thread at a
 * time.
 */
final class Line {
  private static final long NS_PER_MS = 1_000_000;

  private final LabelSet labels;
  private final Object origin;
  private double value;
  private long createdNs;
  private int turn;

  /**
   * A series of which nothing is known yet.
   *
   * @param origin what the labels were made of
   */
  Line(LabelSet labels, Object origin) {
    this.labels = labels;
    this.origin = origin;
  }

  Object origin() {
    return origin;
  }

  LabelSet labels() {
    return labels;
  }

  double value() {
    return value;
  }

  /** When it began, ms since 1970; 0 where that is not known. */
  long createdMs() {
    return createdNs / NS_PER_MS;
  }

  /** Two that differ in their beginnings only are one, as the SDK would make them. */
  void add(double amount, long sinceNs, int now) {
    boolean more = turn == now;
    value = more ? value + amount : amount;
    createdNs = more ? Math.min(createdNs, sinceNs) : sinceNs;
    turn = now;
  }

  /** Whether this collection has it. */
  boolean isOf(int now) {
    return turn == now;
  }
}
