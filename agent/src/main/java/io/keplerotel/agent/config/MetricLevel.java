// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.config;

/** Whose energy is shown in metrics. */
public enum MetricLevel {
  /** The machine, its zones, and what no workload claims. */
  NODE,
  CONTAINER,
  POD,
  PROCESS,
  /** Systemd units; host processes and kernel threads stand beside them and beside containers. */
  UNIT,
  /** Virtual machines that run on this machine, outside of containers. */
  VM,
  /** Owners of pods, such as Deployments, for longer than their pods live. */
  OWNER
}
