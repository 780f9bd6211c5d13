// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.estimated;

/** How near the machines that an estimate was made from are to this one, the nearest first. */
public enum Evidence {
  /** This very machine was measured, or one that is built the same. */
  CALIBRATED,
  /** Machines with this CPU model were published. */
  CPU_MODEL,
  /** Machines of this CPU's family were published. */
  CPU_FAMILY,
  /** Nothing that is near: the median of all. */
  DEFAULT
}
