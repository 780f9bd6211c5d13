// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.nvml;

import io.keplerotel.agent.model.Fault;
import io.keplerotel.agent.model.UsageKind;
import java.util.List;
import java.util.Map;

/**
 * Whom the cards work for, as the last poll found it: levels, which hold until the next one.
 *
 * @param poll number of the poll, from 1; 0 before the first
 * @param cards each that is read
 * @param faults why it is not known of some
 */
public record GpuUse(long poll, List<Card> cards, List<Fault> faults) {
  /** Of no card. */
  public static final GpuUse NONE = new GpuUse(0, List.of(), List.of());

  /** Takes copies. */
  public GpuUse {
    cards = List.copyOf(cards);
    faults = List.copyOf(faults);
  }

  /**
   * Of one card.
   *
   * @param kind time on this card
   * @param percentByPid part of the time in which it works for a process
   * @param unknownPercent part in which it works, but nobody knows for whom
   */
  public record Card(UsageKind kind, Map<Integer, Double> percentByPid, double unknownPercent) {
    /** Takes a copy. */
    public Card {
      percentByPid = Map.copyOf(percentByPid);
    }
  }
}
