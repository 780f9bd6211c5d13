// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.model;

import java.util.Optional;

/** What the kernel runs on. */
public enum Machine {
  BARE_METAL,
  VIRTUAL,
  /** The CPU does not say. */
  UNKNOWN;

  /** By whether the CPU says that a hypervisor is below; empty where it does not say. */
  public static Machine of(Optional<Boolean> isVirtual) {
    return isVirtual.map(is -> is ? VIRTUAL : BARE_METAL).orElse(UNKNOWN);
  }
}
