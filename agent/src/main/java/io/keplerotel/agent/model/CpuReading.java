// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.model;

import java.util.List;

/**
 * CPU time used since the previous reading, by everybody.
 *
 * @param tasks who ran; tasks that did not are absent
 * @param ended processes that are gone for good
 * @param births cgroups that were made
 * @param lostNs CPU time that was used but whose task is not known, ns
 * @param lostRecords in how many records it could not be handed over
 * @param faults what does not work now
 */
public record CpuReading(
    List<TaskTime> tasks,
    List<ProcessKey> ended,
    List<CgroupBirth> births,
    long lostNs,
    long lostRecords,
    List<Fault> faults) {
  /** Copies. */
  public CpuReading {
    tasks = List.copyOf(tasks);
    ended = List.copyOf(ended);
    births = List.copyOf(births);
    faults = List.copyOf(faults);
  }

  /** On-CPU time of all, lost or not, ns. */
  public long busyNs() {
    long sum = lostNs;
    for (TaskTime task : tasks) {
      sum += task.cpuNs();
    }
    return sum;
  }
}
