// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.usage.command;

import io.keplerotel.agent.linux.fs.HostFiles;
import io.keplerotel.agent.linux.fs.SmallFile;
import io.keplerotel.agent.linux.fs.UnreadableException;
import io.keplerotel.agent.model.CgroupBirth;
import io.keplerotel.agent.model.CgroupKey;
import io.keplerotel.agent.model.CpuReading;
import io.keplerotel.agent.model.Fault;
import io.keplerotel.agent.model.ProcessKey;
import io.keplerotel.agent.model.TaskTime;
import io.keplerotel.agent.model.TaskTime.Kind;
import io.keplerotel.agent.usage.CpuTimeSource;
import io.keplerotel.agent.usage.cgroup.KernelCounters;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * CPU time of one command by a counter of its own, which is right at each instant, and of everybody
 * else: task by task where BPF tells, else what the machine was busy beside the command.
 */
public final class CommandTimes implements CpuTimeSource {
  private static final long MOST_DEBT_NS = 1_000_000_000;

  private final HostFiles files;
  private final Optional<CpuTimeSource> tasks;
  private final SmallFile file = new SmallFile();
  private final Set<Long> ownCgroups = new HashSet<>();
  private @Nullable CommandCounter counter;
  private CgroupBirth place = new CgroupBirth(CgroupBirth.Hierarchy.UNIFIED, 0, "");
  private long countedNs;
  private OptionalLong hostNs = OptionalLong.empty();
  private long hostDebtNs;

  /**
   * Follows nobody yet.
   *
   * @param tasks of all of the machine's tasks; empty where that cannot be had
   */
  public CommandTimes(HostFiles files, Optional<CpuTimeSource> tasks) {
    this.files = files;
    this.tasks = tasks;
  }

  /**
   * From now on this command is told apart; what it has used until now is not counted.
   *
   * @param cgroup where it sits, or what stands for that where it has no cgroup of its own
   */
  public void follow(CommandCounter command, CgroupBirth cgroup) throws UnreadableException {
    countedNs = command.cpuNs();
    counter = command;
    place = cgroup;
    ownCgroups.add(cgroup.id());
  }

  /** From now on nobody is told apart. */
  public void leave() {
    counter = null;
  }

  @Override
  public String name() {
    return "command";
  }

  @Override
  public CpuReading read() {
    List<Fault> faults = new ArrayList<>();
    // The wider one first, so that what is in it is never counted before its time.
    long busyNs = tasks.isPresent() ? 0 : busyNs(faults);
    long commandNs = commandNs(faults);
    CpuReading others = tasks.isPresent() ? others(tasks.get().read()) : others(busyNs - commandNs);
    List<TaskTime> all = new ArrayList<>(others.tasks());
    if (commandNs > 0) {
      all.add(time(place.id(), commandNs));
    }
    faults.addAll(others.faults());
    return new CpuReading(
        all,
        others.ended(),
        others.births(),
        others.lostNs(),
        others.lostRecords(),
        faults,
        others.extent());
  }

  @Override
  public void close() {
    tasks.ifPresent(CpuTimeSource::close);
  }

  private long commandNs(List<Fault> faults) {
    CommandCounter present = counter;
    if (present == null) {
      return 0;
    }
    try {
      long nowNs = present.cpuNs();
      long deltaNs = nowNs - countedNs;
      countedNs = nowNs;
      return deltaNs;
    } catch (UnreadableException e) {
      faults.add(Fault.disabling("command", e.getMessage()));
      return 0;
    }
  }

  /** Without the command's, which its counter has, and had before the kernel let them go. */
  private CpuReading others(CpuReading all) {
    for (CgroupBirth birth : all.births()) {
      if (!place.path().isEmpty() && birth.path().startsWith(place.path() + "/")) {
        ownCgroups.add(birth.id());
      }
    }
    List<TaskTime> others =
        all.tasks().stream()
            .filter(
                task ->
                    task.kind() == Kind.KERNEL_THREAD
                        || !ownCgroups.contains(task.cgroup().unified()))
            .toList();
    return new CpuReading(
        others,
        all.ended(),
        all.births(),
        all.lostNs(),
        all.lostRecords(),
        all.faults(),
        all.extent());
  }

  private CpuReading others(long restNs) {
    long ns = restNs - hostDebtNs;
    hostDebtNs = Math.clamp(-ns, 0, MOST_DEBT_NS);
    List<TaskTime> others = ns > 0 ? List.of(time(0, ns)) : List.of();
    return new CpuReading(others, List.of(), List.of(), 0, 0, List.of());
  }

  /** Busy time of the machine since the last reading, ns; 0 at the first. */
  private long busyNs(List<Fault> faults) {
    try {
      OptionalLong nowNs = KernelCounters.busyNs(file.text(files.stat()));
      if (nowNs.isEmpty()) {
        throw UnreadableException.malformed(files.stat(), "its first row is not that of all CPUs");
      }
      long deltaNs = nowNs.getAsLong() - hostNs.orElse(nowNs.getAsLong());
      hostNs = nowNs;
      return Math.max(0, deltaNs);
    } catch (UnreadableException e) {
      faults.add(new Fault("host CPU time", e.getMessage()));
      return 0;
    }
  }

  private static TaskTime time(long cgroup, long ns) {
    return new TaskTime(new CgroupKey(cgroup, 0), new ProcessKey(0, 0), "", Kind.USER, ns);
  }
}
