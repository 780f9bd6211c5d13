// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.model;

import java.util.ArrayList;
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
 * @param extent whether all that ran are in it
 */
public record CpuReading(
    List<TaskTime> tasks,
    List<ProcessKey> ended,
    List<CgroupBirth> births,
    long lostNs,
    long lostRecords,
    List<Fault> faults,
    Extent extent) {
  /** Nobody ran. */
  public static final CpuReading NOTHING =
      new CpuReading(List.of(), List.of(), List.of(), 0, 0, List.of());

  /** Takes copies of the lists. */
  public CpuReading {
    tasks = List.copyOf(tasks);
    ended = List.copyOf(ended);
    births = List.copyOf(births);
    faults = List.copyOf(faults);
  }

  /** Of all that ran. */
  public CpuReading(
      List<TaskTime> tasks,
      List<ProcessKey> ended,
      List<CgroupBirth> births,
      long lostNs,
      long lostRecords,
      List<Fault> faults) {
    this(tasks, ended, births, lostNs, lostRecords, faults, Extent.WHOLE);
  }

  /** Whether a reading tells of all that ran. */
  public enum Extent {
    WHOLE,
    /** Some could not be read; a later reading tells of them. */
    PARTIAL
  }

  /** This reading and the one after it as one; faults and extent are the later one's. */
  public CpuReading then(CpuReading later) {
    return new CpuReading(
        concat(tasks, later.tasks),
        concat(ended, later.ended),
        concat(births, later.births),
        lostNs + later.lostNs,
        lostRecords + later.lostRecords,
        later.faults,
        later.extent);
  }

  /** The same with the CPU time of all tasks counted as lost. */
  public CpuReading asLost() {
    return new CpuReading(
        List.of(), ended, births, busyNs(), lostRecords + tasks.size(), faults, extent);
  }

  /** On-CPU time of all, lost or not, ns. */
  public long busyNs() {
    long sum = lostNs;
    for (TaskTime task : tasks) {
      sum += task.cpuNs();
    }
    return sum;
  }

  private static <T> List<T> concat(List<T> first, List<T> second) {
    if (first.isEmpty()) {
      return second;
    }
    List<T> both = new ArrayList<>(first.size() + second.size());
    both.addAll(first);
    both.addAll(second);
    return both;
  }
}
