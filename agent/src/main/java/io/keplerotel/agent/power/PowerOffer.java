// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power;

import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A source of power that can be had. Each module of a source adds one to the set of all; nothing
 * else has to know of it.
 *
 * @param card what it is
 * @param off why {@code auto} leaves it out; empty where it does not
 * @param source builds it; called at most once, and never for one that nobody wants
 */
public record PowerOffer(PowerCard card, Optional<String> off, Supplier<PowerSource> source) {
  /** One that {@code auto} takes. */
  public PowerOffer(PowerCard card, Supplier<PowerSource> source) {
    this(card, Optional.empty(), source);
  }

  // Written out: a record's own make classes at the start, which no archive holds.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PowerOffer offer && card.equals(offer.card);
  }

  @Override
  public int hashCode() {
    return card.hashCode();
  }
}
