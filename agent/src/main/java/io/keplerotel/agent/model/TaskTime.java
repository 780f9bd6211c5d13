// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.model;

/**
 * On-CPU time that one task used since it was last reported.
 *
 * @param cgroup where the task sits now
 * @param process the process it belongs to; pid 0 for time whose process is not known
 * @param command the process' name, at most 15 characters
 * @param kind kernel thread or not
 * @param cpuNs ns
 */
public record TaskTime(
    CgroupKey cgroup, ProcessKey process, String command, Kind kind, long cpuNs) {
  /** Kernel threads are a workload of their own, whatever cgroup they sit in. */
  public enum Kind {
    USER,
    KERNEL_THREAD
  }
}
