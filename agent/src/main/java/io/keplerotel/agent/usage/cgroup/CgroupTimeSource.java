// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.usage.cgroup;

import io.keplerotel.agent.linux.fs.CgroupTree;
import io.keplerotel.agent.linux.fs.HostFiles;
import io.keplerotel.agent.linux.fs.LegacyController;
import io.keplerotel.agent.linux.fs.SmallFile;
import io.keplerotel.agent.linux.fs.UnreadableException;
import io.keplerotel.agent.model.CgroupBirth;
import io.keplerotel.agent.model.CgroupBirth.Hierarchy;
import io.keplerotel.agent.model.CgroupKey;
import io.keplerotel.agent.model.CpuReading;
import io.keplerotel.agent.model.Fault;
import io.keplerotel.agent.model.ProcessKey;
import io.keplerotel.agent.model.TaskTime;
import io.keplerotel.agent.model.TaskTime.Kind;
import io.keplerotel.agent.usage.CpuTimeSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * The fall-back without BPF: processes from {@code /proc}, and what they do not explain, because
 * they lived too short to be seen, from the usage of their cgroup.
 */
public final class CgroupTimeSource implements CpuTimeSource {
  /** Its key in the configuration. */
  public static final String NAME = "cgroup";

  private static final long MOST_DEBT_NS = 1_000_000_000;

  private static final Fault BLIND =
      Fault.disabling(
          "pid namespace",
          "the agent is not in the host's PID namespace and its procfs shows the processes of its own only, so that the figures are wrong; run it with hostPID: true (podman, docker: --pid=host), or mount the host's /proc and set host.procfs");

  private final HostFiles files;
  private final CgroupTree tree;
  private final List<Fault> lastingFaults;
  private final SmallFile file = new SmallFile();
  private final ProcessTimes processTimes;
  private final Optional<CgroupUsages> unifiedUsages;
  private final Optional<CgroupUsages> legacyUsages;
  private final Balance unifiedBalance = new Balance();
  private final Balance legacyBalance = new Balance();
  private OptionalLong hostBusyNs = OptionalLong.empty();
  private long hostDebtNs;

  /**
   * Reads nothing before {@link #read}.
   *
   * @param lastingFaults what every reading tells
   */
  CgroupTimeSource(HostFiles files, CgroupTree tree, List<Fault> lastingFaults) {
    this.lastingFaults = List.copyOf(lastingFaults);
    this.files = files;
    this.tree = tree;
    this.processTimes = new ProcessTimes(files, tree);
    this.unifiedUsages = tree.unified().map(CgroupUsages::new);
    this.legacyUsages =
        tree.legacy()
            .filter(legacy -> legacy.controller() == LegacyController.CPUACCT)
            .map(legacy -> new CgroupUsages(legacy.hierarchy()));
  }

  /** Looks whether it is to see all processes. */
  public static CgroupTimeSource start(HostFiles files, CgroupTree tree) {
    return new CgroupTimeSource(
        files, tree, files.showsAllProcesses() ? List.of() : List.of(BLIND));
  }

  @Override
  public String name() {
    return NAME;
  }

  /** Reads the wider counters first, so that what is in them is never counted before its time. */
  @Override
  public CpuReading read() {
    List<Fault> faults = new ArrayList<>(lastingFaults);
    List<CgroupBirth> births = new ArrayList<>();
    CgroupKey root = new CgroupKey(rootId(Hierarchy.UNIFIED), rootId(Hierarchy.LEGACY));
    long hostNs = hostNs(faults);
    Map<Long, Long> unifiedNs = usage(unifiedUsages, births);
    Map<Long, Long> legacyNs = usage(legacyUsages, births);
    ProcessTimes.Result processes = processes(root, faults);
    List<TaskTime> tasks = new ArrayList<>(processes.tasks());

    Map<Long, Long> legacyRests =
        legacyBalance.rests(legacyNs, explained(processes.tasks(), CgroupKey::legacy));
    Map<Long, Long> unifiedRests =
        unifiedBalance.rests(unifiedNs, explained(processes.tasks(), CgroupKey::unified));
    legacyRests.forEach((id, ns) -> tasks.add(rest(new CgroupKey(root.unified(), id), ns)));
    scale(unifiedRests, sum(legacyRests))
        .forEach((id, ns) -> tasks.add(rest(new CgroupKey(id, root.legacy()), ns)));
    hostRest(hostNs, tasks).ifPresent(ns -> tasks.add(rest(root, ns)));
    return new CpuReading(tasks, processes.ended(), births, 0, 0, faults);
  }

  @Override
  public void close() {
    // Holds no files open.
  }

  private ProcessTimes.Result processes(CgroupKey root, List<Fault> faults) {
    try {
      return processTimes.read(root);
    } catch (UnreadableException e) {
      faults.add(Fault.disabling("processes", e.getMessage()));
      return new ProcessTimes.Result(List.of(), List.of());
    }
  }

  private static Map<Long, Long> usage(Optional<CgroupUsages> usages, List<CgroupBirth> births) {
    if (usages.isEmpty()) {
      return Map.of();
    }
    CgroupUsages.Result result = usages.get().read();
    births.addAll(result.births());
    return result.ownNs();
  }

  private static Map<Long, Long> explained(
      List<TaskTime> tasks, Function<CgroupKey, Long> hierarchy) {
    Map<Long, Long> explainedNs = new HashMap<>();
    for (TaskTime task : tasks) {
      if (task.kind() == Kind.USER) {
        explainedNs.merge(hierarchy.apply(task.cgroup()), task.cpuNs(), Long::sum);
      }
    }
    return explainedNs;
  }

  /**
   * On hybrid hosts both hierarchies count the same processes; what the v1 one shows as unexplained
   * is taken off here.
   */
  private static Map<Long, Long> scale(Map<Long, Long> restsNs, long countedNs) {
    long sumNs = sum(restsNs);
    double factor = sumNs == 0 ? 0 : Math.max(0, sumNs - countedNs) / (double) sumNs;
    Map<Long, Long> scaled = new HashMap<>();
    restsNs.forEach((id, ns) -> scaled.put(id, Math.round(ns * factor)));
    scaled.values().removeIf(ns -> ns == 0);
    return scaled;
  }

  private static long sum(Map<Long, Long> valuesNs) {
    return valuesNs.values().stream().mapToLong(ns -> ns).sum();
  }

  private OptionalLong hostRest(long hostNs, List<TaskTime> tasks) {
    long countedNs = tasks.stream().mapToLong(TaskTime::cpuNs).sum();
    long restNs = hostNs - countedNs - hostDebtNs;
    hostDebtNs = Math.clamp(-restNs, 0, MOST_DEBT_NS);
    return restNs > 0 ? OptionalLong.of(restNs) : OptionalLong.empty();
  }

  /** Busy time of the machine since the last reading, ns; 0 at the first. */
  private long hostNs(List<Fault> faults) {
    try {
      OptionalLong nowNs = KernelCounters.busyNs(file.text(files.stat()));
      if (nowNs.isEmpty()) {
        throw UnreadableException.malformed(files.stat(), "its first row is not that of all CPUs");
      }
      long deltaNs = nowNs.getAsLong() - hostBusyNs.orElse(nowNs.getAsLong());
      hostBusyNs = nowNs;
      return Math.max(0, deltaNs);
    } catch (UnreadableException e) {
      faults.add(new Fault("host CPU time", e.getMessage()));
      return 0;
    }
  }

  private long rootId(Hierarchy kind) {
    return tree.id(kind, "/").orElse(0);
  }

  private static TaskTime rest(CgroupKey cgroup, long cpuNs) {
    return new TaskTime(cgroup, new ProcessKey(0, 0), "", Kind.USER, cpuNs);
  }
}
