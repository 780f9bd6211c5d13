// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.config;

/** Where CPU time is read. */
public enum CpuSource {
  /** BPF where the kernel allows it, else cgroup files and /proc. */
  AUTO,
  BPF,
  CGROUP
}
