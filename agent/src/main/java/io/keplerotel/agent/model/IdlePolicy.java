// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.model;

/** How idle energy is divided among workloads. */
public enum IdlePolicy {
  /** Equally among all that are alive. */
  EVEN,
  /** By the CPU that they have requested from Kubernetes. */
  REQUESTS,
  /** By use, as dynamic energy. */
  USAGE,
  /** Not at all: it stays unattributed. */
  NONE
}
