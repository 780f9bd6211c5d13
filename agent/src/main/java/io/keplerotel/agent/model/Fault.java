// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.model;

/**
 * Something that does not work now. Sources return it; the sampler logs it once when it appears or
 * changes, and counts it.
 *
 * @param part what is lost, such as {@code package-0}; the same for as long as it is the same fault
 * @param message what, where, and what to do
 * @param effect what it does to its source
 */
public record Fault(String part, String message, Effect effect) {
  /** What a fault does to the source that has it. */
  public enum Effect {
    /** Something is missing; what the source still tells is right. */
    LESSENS,
    /** What the source tells, if anything, is not to be relied on: it is not available. */
    DISABLES
  }

  /** Lessens its source. */
  public Fault(String part, String message) {
    this(part, message, Effect.LESSENS);
  }

  /** Makes its source not available. */
  public static Fault disabling(String part, String message) {
    return new Fault(part, message, Effect.DISABLES);
  }
}
