// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.config;

/** Whether the well-known labels of a pod name its service; by the conventions, only if asked. */
public enum ServiceLabels {
  IGNORE,
  USE
}
