// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.config;

/** How a zone's idle energy is apportioned. */
public enum IdlePolicy {
  /** The same to each container. */
  EVEN,
  /** By CPU time, as dynamic energy. */
  USAGE,
  /** To nobody: it stays unattributed. */
  NONE
}
