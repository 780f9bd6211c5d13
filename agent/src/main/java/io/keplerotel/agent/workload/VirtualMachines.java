// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.workload;

import io.keplerotel.agent.linux.fs.CgroupTree;
import io.keplerotel.agent.linux.fs.HostFiles;
import io.keplerotel.agent.linux.fs.KernelText;
import io.keplerotel.agent.linux.fs.ProcessStat;
import io.keplerotel.agent.linux.fs.SmallFile;
import io.keplerotel.agent.linux.fs.UnreadableException;
import io.keplerotel.agent.model.CgroupBirth.Hierarchy;
import io.keplerotel.agent.model.ProcessKey;
import io.keplerotel.agent.model.Workload;
import io.keplerotel.agent.model.Workload.VirtualMachine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The virtual machines that run on this one: those that have a cgroup of their own, and hypervisors
 * that sit somewhere else outside of containers. For the sampler's thread only.
 *
 * <p>An id belongs to the first that was seen with it. A second one that is alive beside it, as two
 * machines of one name, has its PID in its id.
 */
final class VirtualMachines {
  /** What a process used last is told after its end. */
  private static final long KEEP_NS = 60_000_000_000L;

  /** Whoever starts a machine makes its cgroup before there is a hypervisor in it. */
  private static final int MOST_TRIES = 8;

  private static final long TRY_AGAIN_NS = 1_000_000_000L;

  /** Where in its cgroup a hypervisor sits: libvirt makes some more below. */
  private static final List<String> FOLDERS =
      List.of("", "/libvirt/emulator", "/libvirt", "/emulator");

  private static final String PROCESSES = "cgroup.procs";

  private final HostFiles files;
  private final CgroupTree tree;
  private final LongSupplier nanoTime;
  private final SmallFile file = new SmallFile();
  private final Map<String, Scope> scopes = new HashMap<>();
  private final Map<ProcessKey, Run> runs = new HashMap<>();

  /** Which process has which id. */
  private final Map<String, Hypervisor> holders = new HashMap<>();

  private long holdersSweptNs;

  private record Hypervisor(int pid, long startNs) {}

  /** Nothing is read before it is asked for. */
  VirtualMachines(HostFiles files, CgroupTree tree, LongSupplier nanoTime) {
    this.files = files;
    this.tree = tree;
    this.nanoTime = nanoTime;
    this.holdersSweptNs = nanoTime.getAsLong();
  }

  /** The machine of a cgroup; empty while its hypervisor is still to come. */
  Optional<VirtualMachine> of(MachineScope scope) {
    Scope known = scopes.computeIfAbsent(scope.path(), path -> new Scope());
    if (known.machine == null && nanoTime.getAsLong() - known.tryAgainNs >= 0) {
      known.tries++;
      known.tryAgainNs = nanoTime.getAsLong() + TRY_AGAIN_NS;
      known.machine = find(scope, known.tries >= MOST_TRIES).orElse(null);
    }
    return Optional.ofNullable(known.machine);
  }

  /** Forgets the cgroup of a machine that has ended. */
  void ended(Collection<Workload> machines) {
    Set<Workload> gone = new HashSet<>(machines);
    scopes.values().removeIf(scope -> scope.machine != null && gone.contains(scope.machine));
  }

  /**
   * Whom a process counts for: the machine that it runs, or whom its cgroup belongs to.
   *
   * @param byCgroup whom its cgroup belongs to; what is in a container belongs to that
   * @param command the process' name
   */
  Workload of(Workload byCgroup, ProcessKey process, String command) {
    boolean isOwn = byCgroup instanceof Workload.Unit || byCgroup == Workload.Pseudo.SYSTEM;
    if (!isOwn || process.pid() <= 0 || !VmCommandLine.mayBeOf(command)) {
      return byCgroup;
    }
    Run run = runs.computeIfAbsent(process, key -> run(key.pid()));
    return run.machine == null ? byCgroup : run.machine;
  }

  /** Those that have no cgroup of their own and have not ended. */
  List<VirtualMachine> live() {
    List<VirtualMachine> live = new ArrayList<>();
    for (Run run : runs.values()) {
      if (run.machine != null && run.endedNs.isEmpty()) {
        live.add(run.machine);
      }
    }
    return live;
  }

  /** Looks which hypervisors have ended, and forgets those of some time ago. */
  void sweep() {
    long nowNs = nanoTime.getAsLong();
    for (Run run : runs.values()) {
      if (run.endedNs.isEmpty() && !isAlive(run.hypervisor)) {
        run.endedNs = OptionalLong.of(nowNs);
      }
    }
    runs.values()
        .removeIf(run -> run.endedNs.isPresent() && nowNs - run.endedNs.getAsLong() >= KEEP_NS);
    // An id whose holder has ended is free at once: whoever asks for it looks. This only forgets.
    if (nowNs - holdersSweptNs >= KEEP_NS) {
      holdersSweptNs = nowNs;
      holders.values().removeIf(holder -> !isAlive(holder));
    }
  }

  private Run run(int pid) {
    Optional<Hypervisor> hypervisor = hypervisor(pid);
    Optional<VirtualMachine> machine =
        hypervisor.flatMap(
            found -> commandLine(pid).map(line -> machine(line, line.hypervisor(), found)));
    return new Run(hypervisor.orElse(new Hypervisor(pid, -1)), machine.orElse(null));
  }

  private Optional<VirtualMachine> find(MachineScope scope, boolean isLastTry) {
    for (int pid : processes(scope)) {
      Optional<VmCommandLine> line = commandLine(pid);
      Optional<Hypervisor> hypervisor = hypervisor(pid);
      if (line.isPresent() && hypervisor.isPresent()) {
        return Optional.of(machine(line.get(), scope.name(), hypervisor.get()));
      }
    }
    boolean isGone =
        tree.id(Hierarchy.UNIFIED, scope.path()).isEmpty()
            && tree.id(Hierarchy.LEGACY, scope.path()).isEmpty();
    return isLastTry || isGone
        ? Optional.of(VirtualMachine.of(scope.name(), scope.name(), scope.hypervisor()))
        : Optional.empty();
  }

  private List<Integer> processes(MachineScope scope) {
    List<Integer> pids = new ArrayList<>();
    for (Hierarchy kind : Hierarchy.values()) {
      for (String folder : FOLDERS) {
        tree.hierarchy(kind)
            .flatMap(hierarchy -> hierarchy.directory(scope.path() + folder))
            .ifPresent(directory -> addProcesses(directory.resolve(PROCESSES), pids));
      }
    }
    return pids;
  }

  private void addProcesses(Path list, List<Integer> pids) {
    try {
      file.text(list)
          .lines()
          .filter(line -> line.matches("[1-9]\\d{0,8}"))
          .forEach(line -> pids.add(Integer.valueOf(line)));
    } catch (UnreadableException ignored) {
      // Not every machine has each folder; of threads alone the kernel lists none.
    }
  }

  /** An id that no other machine that is alive has. */
  private VirtualMachine machine(VmCommandLine line, String otherwise, Hypervisor hypervisor) {
    String fallback =
        otherwise.equals(line.hypervisor()) ? otherwise + "-" + hypervisor.pid() : otherwise;
    String id = line.uuid().or(line::name).orElse(fallback);
    Hypervisor holder = holders.get(id);
    boolean isTaken = holder != null && !holder.equals(hypervisor) && isAlive(holder);
    if (holder != null && isTaken && !isItsOwnFork(hypervisor, holder)) {
      id = id + "-" + hypervisor.pid();
    }
    holders.put(id, hypervisor);
    return VirtualMachine.of(id, line.name().orElse(id), line.hypervisor());
  }

  /** QEMU goes into the background by a copy of itself, and waits until that one is ready. */
  private boolean isItsOwnFork(Hypervisor one, Hypervisor other) {
    return text(one.pid()).equals(text(other.pid()));
  }

  private Optional<VmCommandLine> commandLine(int pid) {
    return VmCommandLine.parse(text(pid));
  }

  /** Empty for one that has ended: what is left of a process has no command line. */
  private String text(int pid) {
    try {
      return KernelText.decode(file.bytes(files.processCommandLine(pid)));
    } catch (UnreadableException ignored) {
      // It has ended meanwhile.
      return "";
    }
  }

  private Optional<Hypervisor> hypervisor(int pid) {
    try {
      return ProcessStat.parse(pid, file.bytes(files.processStat(pid)))
          .map(stat -> new Hypervisor(pid, stat.process().startNs()));
    } catch (UnreadableException ignored) {
      // It has ended meanwhile.
      return Optional.empty();
    }
  }

  private boolean isAlive(Hypervisor hypervisor) {
    return hypervisor(hypervisor.pid()).equals(Optional.of(hypervisor))
        && !text(hypervisor.pid()).isEmpty();
  }

  /** A cgroup of a machine. */
  private static final class Scope {
    private @Nullable VirtualMachine machine;
    private int tries;
    private long tryAgainNs = Long.MIN_VALUE / 2;
  }

  /** A process that may be a hypervisor. */
  private static final class Run {
    private final Hypervisor hypervisor;
    private final @Nullable VirtualMachine machine;
    private OptionalLong endedNs = OptionalLong.empty();

    Run(Hypervisor hypervisor, @Nullable VirtualMachine machine) {
      this.hypervisor = hypervisor;
      this.machine = machine;
    }
  }
}
