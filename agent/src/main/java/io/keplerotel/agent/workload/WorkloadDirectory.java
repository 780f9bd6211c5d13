// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.workload;

import io.keplerotel.agent.config.SystemdUnits;
import io.keplerotel.agent.linux.fs.CgroupPaths;
import io.keplerotel.agent.linux.fs.CgroupTree;
import io.keplerotel.agent.linux.fs.HostFiles;
import io.keplerotel.agent.linux.fs.SmallFile;
import io.keplerotel.agent.linux.fs.UnreadableException;
import io.keplerotel.agent.model.CgroupBirth;
import io.keplerotel.agent.model.CgroupBirth.Hierarchy;
import io.keplerotel.agent.model.CgroupKey;
import io.keplerotel.agent.model.Fault;
import io.keplerotel.agent.model.ProcessKey;
import io.keplerotel.agent.model.TaskTime.Kind;
import io.keplerotel.agent.model.Workload;
import io.keplerotel.agent.model.Workload.VirtualMachine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Tells whom a cgroup belongs to. Filled by one walk at start, then by births, then, on a miss,
 * from the process that was seen in it. For the sampler's thread only.
 */
public final class WorkloadDirectory {
  private static final long WALK_AGAIN_NS = 10_000_000_000L;

  private final HostFiles files;
  private final CgroupTree tree;
  private final SystemdUnits systemdUnits;
  private final Births births;
  private final LongSupplier nanoTime;

  private final SmallFile file = new SmallFile();
  private final CgroupIndex index;
  private final LiveWorkloads live;
  private final VirtualMachines machines;
  private final List<Cgroup> unnamed = new ArrayList<>();
  private final Misses misses = new Misses();
  private final Map<CgroupKey, Workload> found = new HashMap<>();
  private final Claims claims = new Claims();
  private boolean namesUnits;
  private boolean blind;
  private long walkedAtNs;

  /**
   * Assigns.
   *
   * @param nanoTime clock that never steps back, such as {@link System#nanoTime}
   */
  public WorkloadDirectory(
      HostFiles files,
      CgroupTree tree,
      SystemdUnits systemdUnits,
      Births births,
      LongSupplier nanoTime) {
    this.files = files;
    this.tree = tree;
    this.systemdUnits = systemdUnits;
    this.births = births;
    this.nanoTime = nanoTime;
    this.index = new CgroupIndex(tree);
    this.live = new LiveWorkloads(index);
    this.machines = new VirtualMachines(files, tree, nanoTime);
  }

  /** Walks the whole tree once. Births that happen meanwhile are to be added after it. */
  public void start() {
    List<CgroupBirth> walked = new ArrayList<>();
    tree.walk((kind, id, path) -> walked.add(new CgroupBirth(kind, id, path)));
    namesUnits =
        switch (systemdUnits) {
          case ALWAYS -> true;
          case NEVER -> false;
          case AUTO ->
              walked.stream().noneMatch(made -> CgroupPath.container(made.path()).isPresent());
        };
    add(walked);
    walkedAtNs = nanoTime.getAsLong();
  }

  /** What keeps containers from being found now. A tree that has come into sight is walked. */
  public List<Fault> faults() {
    List<Fault> faults = CgroupSight.faults(tree, files);
    if (blind && faults.isEmpty()) {
      start();
    }
    blind = !faults.isEmpty();
    return faults;
  }

  /**
   * From now on this cgroup and all below belong to this workload, whatever their names say. It may
   * also be one that no directory stands for: what counts is its id.
   */
  public void claim(CgroupBirth cgroup, Workload workload) {
    claims.add(cgroup, workload);
    found.clear();
  }

  /** Takes in cgroups that were made. */
  public void add(List<CgroupBirth> made) {
    for (CgroupBirth birth : made) {
      switch (birth.extent()) {
        case WHOLE -> learn(birth.hierarchy(), birth.id(), birth.path());
        case CUT -> learnCut(birth);
      }
    }
  }

  /**
   * The workload of a task.
   *
   * @param pid the task's process; 0 where not known
   */
  public Workload find(CgroupKey cgroup, int pid, Kind kind) {
    if (kind == Kind.KERNEL_THREAD) {
      return Workload.Pseudo.KERNEL;
    }
    Workload known = found.get(cgroup);
    if (known != null) {
      return known;
    }
    Optional<Workload> claimed = claims.of(cgroup.unified(), unified(cgroup).map(Cgroup::path));
    if (claimed.isPresent()) {
      return claimed.get();
    }
    if (!isSettled(cgroup)) {
      tryToLearn(cgroup, pid);
    }
    Workload workload = best(cgroup).orElse(Workload.Pseudo.SYSTEM);
    if (isSettled(cgroup)) {
      found.put(cgroup, workload);
    }
    return workload;
  }

  /**
   * Whom a process counts for, in a cgroup of this workload: a hypervisor counts for the virtual
   * machine that it runs, unless it is in a container.
   *
   * @param command the process' name
   */
  public Workload of(Workload byCgroup, ProcessKey process, String command) {
    return machines.of(byCgroup, process, command);
  }

  /** Containers, virtual machines, and units where they are named, that are there: busy or idle. */
  public Set<Workload> live() {
    List<VirtualMachine> running = machines.live();
    if (running.isEmpty()) {
      return live.all();
    }
    Set<Workload> all = new LinkedHashSet<>(live.all());
    all.addAll(running);
    return all;
  }

  /** Those of {@link #live} that have ended since the last call; they are live no more. */
  public List<Workload> terminated() {
    long nowNs = nanoTime.getAsLong();
    unnamed.removeIf(this::isNamed);
    List<Workload> ended = live.removeEnded(nowNs);
    machines.ended(ended);
    machines.sweep();
    if (index.evict(nowNs)) {
      found.clear();
    }
    return ended;
  }

  private boolean isNamed(Cgroup cgroup) {
    Optional<VirtualMachine> machine = cgroup.machine().flatMap(machines::of);
    machine.ifPresent(named -> live.add(named, cgroup));
    return machine.isPresent();
  }

  private boolean isSettled(CgroupKey cgroup) {
    Optional<MachineScope> machine = machine(cgroup);
    if (machine.isPresent()) {
      return machines.of(machine.get()).isPresent();
    }
    return container(cgroup).isPresent()
        || (index.knows(Hierarchy.UNIFIED, cgroup.unified())
            && index.knows(Hierarchy.LEGACY, cgroup.legacy()));
  }

  /** The more telling of the two hierarchies: a container or virtual machine before a unit. */
  private Optional<Workload> best(CgroupKey cgroup) {
    Optional<MachineScope> machine = machine(cgroup);
    if (machine.isPresent()) {
      return machine.flatMap(machines::of).map(named -> named);
    }
    Optional<Workload> container = container(cgroup);
    return container.isPresent() || !namesUnits
        ? container
        : unified(cgroup)
            .flatMap(Cgroup::unit)
            .or(() -> legacy(cgroup).flatMap(Cgroup::unit))
            .map(unit -> unit);
  }

  private Optional<Workload> container(CgroupKey cgroup) {
    return unified(cgroup)
        .flatMap(Cgroup::container)
        .or(() -> legacy(cgroup).flatMap(Cgroup::container))
        .map(container -> container);
  }

  private Optional<MachineScope> machine(CgroupKey cgroup) {
    return unified(cgroup)
        .flatMap(Cgroup::machine)
        .or(() -> legacy(cgroup).flatMap(Cgroup::machine))
        .filter(scope -> container(cgroup).isEmpty());
  }

  private Optional<Cgroup> unified(CgroupKey cgroup) {
    return index.find(Hierarchy.UNIFIED, cgroup.unified());
  }

  private Optional<Cgroup> legacy(CgroupKey cgroup) {
    return index.find(Hierarchy.LEGACY, cgroup.legacy());
  }

  private void tryToLearn(CgroupKey cgroup, int pid) {
    long nowNs = nanoTime.getAsLong();
    if (!misses.isDue(cgroup, nowNs)) {
      return;
    }
    if (pid > 0) {
      learnFromProcess(cgroup, pid);
    }
    boolean mayWalk = births == Births.UNKNOWN && nowNs - walkedAtNs >= WALK_AGAIN_NS;
    if (!isSettled(cgroup) && mayWalk) {
      walk();
    }
    if (isSettled(cgroup)) {
      misses.remove(cgroup);
    } else if (pid > 0 || births == Births.UNKNOWN) {
      misses.add(cgroup, nowNs);
    }
  }

  private void learnFromProcess(CgroupKey cgroup, int pid) {
    try {
      CgroupPaths paths = CgroupPaths.parse(file.text(files.processCgroup(pid)), tree.controller());
      paths.unified().ifPresent(path -> learn(Hierarchy.UNIFIED, path, cgroup.unified()));
      paths.legacy().ifPresent(path -> learn(Hierarchy.LEGACY, path, cgroup.legacy()));
    } catch (UnreadableException ignored) {
      // The process is gone; its cgroup may be named by another one, so that this is a miss.
    }
  }

  /** The process may have moved, or be another one by now: the directory's own id counts. */
  private void learn(Hierarchy kind, String path, long expectedId) {
    if (tree.hierarchy(kind).isPresent()) {
      tree.id(kind, path).ifPresent(id -> learn(kind, id, path));
    } else if (expectedId != 0) {
      learn(kind, expectedId, path);
    }
  }

  /** A path that was cut tells where to look; and what is too deep for that, whose it is. */
  private void learnCut(CgroupBirth birth) {
    Hierarchy kind = birth.hierarchy();
    String above = birth.path().substring(0, Math.max(0, birth.path().lastIndexOf('/')));
    tree.hierarchy(kind)
        .flatMap(hierarchy -> hierarchy.find(above, birth.id()))
        .ifPresentOrElse(
            path -> learn(kind, birth.id(), path),
            () -> {
              long directory = tree.id(kind, above).orElse(birth.id());
              learn(Cgroup.below(kind, birth.id(), above, directory));
            });
  }

  private void walk() {
    tree.walk(this::learn);
    walkedAtNs = nanoTime.getAsLong();
  }

  private void learn(Hierarchy kind, long id, String path) {
    if (!index.knows(kind, id, path)) {
      learn(Cgroup.of(kind, id, path));
    }
  }

  private void learn(Cgroup cgroup) {
    index
        .add(cgroup)
        .ifPresent(
            added -> {
              found.clear();
              if (added.machine().isPresent()) {
                if (!isNamed(added)) {
                  unnamed.add(added);
                }
                return;
              }
              Optional<Workload> workload = added.container().map(container -> container);
              if (namesUnits) {
                workload = workload.or(added::unit);
              }
              workload.ifPresent(named -> live.add(named, added));
            });
  }
}
