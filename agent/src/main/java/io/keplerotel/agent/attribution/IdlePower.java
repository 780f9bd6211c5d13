// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.attribution;

import io.keplerotel.agent.model.Zone;

/**
 * What was learnt of a zone's idle power.
 *
 * @param zone whose
 * @param powerUw what it is held to be, µW
 * @param errorUw how far it may be off, with a probability of 90 %, µW
 * @param basis what it was learnt from
 */
public record IdlePower(Zone zone, long powerUw, long errorUw, Basis basis) {
  /** What it was learnt from. */
  public enum Basis {
    /** The machine was idle. */
    SEEN,
    /** The slope of power against load. */
    SLOPE,
    /** The load has hardly changed yet: machines of the usual kind. */
    GUESS
  }
}
