// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.model;

/** What the kernel runs on. */
public enum Machine {
  BARE_METAL,
  VIRTUAL,
  /** The CPU does not say. */
  UNKNOWN
}
