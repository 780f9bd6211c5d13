// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.config;

/** When processes outside of containers are told apart by their systemd unit. */
public enum SystemdUnits {
  /** On machines where no container is found when the agent starts. */
  AUTO,
  ALWAYS,
  NEVER
}
