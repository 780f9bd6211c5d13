// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.linux.fs;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the host's kernel files are: the only place that knows their paths. Immutable.
 *
 * @param procfs the host's {@code /proc}
 * @param sysfs the host's {@code /sys}
 */
public record HostFiles(Path procfs, Path sysfs) {
  private static final Path OWN_PROCFS = Path.of("/proc");
  private static final Path OWN_SYSFS = Path.of("/sys");
  private static final String MACHINE_ID = "/etc/machine-id";
  private static final Path NVIDIA_CONTROL = Path.of("/dev/nvidiactl");
  private static final String NVIDIA_LIBRARY = "libnvidia-ml.so.1";

  /** Distributions, the container toolkit, the driver container, GKE, Colab, WSL. */
  private static final List<String> NVIDIA_FOLDERS =
      List.of(
          "usr/lib/x86_64-linux-gnu",
          "usr/lib/aarch64-linux-gnu",
          "usr/lib64",
          "usr/lib",
          "usr/local/nvidia/lib64",
          "usr/lib64-nvidia",
          "run/nvidia/driver/usr/lib/x86_64-linux-gnu",
          "run/nvidia/driver/usr/lib/aarch64-linux-gnu",
          "run/nvidia/driver/usr/lib64",
          "home/kubernetes/bin/nvidia/lib64",
          "usr/lib/wsl/lib");

  /** The kernel's number for the PID namespace that it starts with (PROC_PID_INIT_INO). */
  private static final String FIRST_PID_NAMESPACE = "4026531836";

  /** What container runtimes leave in the tree of a container; a pod has its token. */
  private static final List<Path> CONTAINER_MARKS =
      List.of(
          Path.of("/.dockerenv"),
          Path.of("/run/.containerenv"),
          Path.of("/var/run/secrets/kubernetes.io"));

  /** Normalizes. */
  public HostFiles {
    procfs = procfs.toAbsolutePath().normalize();
    sysfs = sysfs.toAbsolutePath().normalize();
  }

  /** The trees of the machine or container that the agent runs in. */
  public static HostFiles own() {
    return new HostFiles(OWN_PROCFS, OWN_SYSFS);
  }

  /** The powercap class, a folder of zones. */
  public Path powercap() {
    return sysfs.resolve("class/powercap");
  }

  /** The class of hardware sensors, a folder of chips. */
  public Path hwmon() {
    return sysfs.resolve("class/hwmon");
  }

  /** Batteries and chargers, a folder each. */
  public Path powerSupplies() {
    return sysfs.resolve("class/power_supply");
  }

  /** A PMU as the kernel shows it, such as {@code power}: its number, CPUs, events. */
  public Path eventSource(String pmu) {
    return perfSources().resolve(pmu);
  }

  /** Who may open perf events without a capability. */
  public Path perfEventParanoid() {
    return procfs.resolve("sys/kernel/perf_event_paranoid");
  }

  /** What the kernel keeps from root. */
  public Path lockdown() {
    return sysfs.resolve("kernel/security/lockdown");
  }

  /** Vendor, family and model of the CPUs in one short line. */
  public Path cpuModalias() {
    return sysfs.resolve("devices/system/cpu/modalias");
  }

  /** Model-specific registers of a hardware thread; {@code dev} lies where {@code sys} does. */
  public Path cpuRegisters(int cpu) {
    return sysfs.resolveSibling("dev").resolve("cpu/" + cpu + "/msr");
  }

  /** Whether NVIDIA's driver is loaded: all that a machine without it is asked about it. */
  public boolean hasNvidiaDriver() {
    return Files.exists(procfs.resolve("driver/nvidia"))
        || (procfs.equals(OWN_PROCFS) && Files.exists(NVIDIA_CONTROL));
  }

  /**
   * Where NVIDIA's management library may be: where the dynamic linker knows it, in the folders
   * that container runtimes and cloud images put it, and in those of the host.
   */
  public List<String> nvidiaLibraries() {
    List<String> places = new ArrayList<>();
    places.add(NVIDIA_LIBRARY);
    for (Path root : roots()) {
      for (String folder : NVIDIA_FOLDERS) {
        Path file = root.resolve(folder).resolve(NVIDIA_LIBRARY);
        if (Files.exists(file)) {
          places.add(file.toString());
        }
      }
    }
    return places;
  }

  /** The graphics devices of the kernel, a folder that exists where there are any. */
  public Path drm() {
    return sysfs.resolve("class/drm");
  }

  /** What the CPUs are. */
  public Path cpuinfo() {
    return procfs.resolve("cpuinfo");
  }

  /** Which hardware threads are online. */
  public Path onlineCpus() {
    return sysfs.resolve("devices/system/cpu/online");
  }

  /** How much memory there is. */
  public Path meminfo() {
    return procfs.resolve("meminfo");
  }

  /** What the firmware calls the machine, such as {@code product_name} or {@code sys_vendor}. */
  public Path dmi(String field) {
    return sysfs.resolve("class/dmi/id").resolve(field);
  }

  /** What the board is, where it has no DMI. */
  public Path boardModel() {
    return sysfs.resolve("firmware/devicetree/base/model");
  }

  /** Where a hardware thread sits: {@code physical_package_id}, {@code die_id}, {@code core_id}. */
  public Path cpuTopology(int cpu, String field) {
    return sysfs.resolve("devices/system/cpu/cpu" + cpu + "/topology").resolve(field);
  }

  /** How large the L3 cache is that the first hardware thread uses. */
  public Path lastLevelCache() {
    return sysfs.resolve("devices/system/cpu/cpu0/cache/index3/size");
  }

  /** The frequency that the first CPU keeps under load, kHz. */
  public Path baseFrequency() {
    return sysfs.resolve("devices/system/cpu/cpu0/cpufreq/base_frequency");
  }

  /** The machine's own name. */
  public Path hostname() {
    return procfs.resolve("sys/kernel/hostname");
  }

  /** The kernel's release, such as {@code 6.12.9-amd64}. */
  public Path kernelRelease() {
    return procfs.resolve("sys/kernel/osrelease");
  }

  /** A setting of the kernel, such as {@code perf_event_paranoid}. */
  public Path kernelSetting(String name) {
    return procfs.resolve("sys/kernel").resolve(name);
  }

  /** The kernel's own types, which BPF programs are fitted to. */
  public Path kernelTypes() {
    return sysfs.resolve("kernel/btf/vmlinux");
  }

  /** Whether SELinux enforces; absent where there is none. */
  public Path selinuxEnforces() {
    return sysfs.resolve("fs/selinux/enforce");
  }

  /** Whether AppArmor is on; absent where there is none. */
  public Path apparmorEnabled() {
    return sysfs.resolve("module/apparmor/parameters/enabled");
  }

  /** What perf events can count, a folder of each kind. */
  public Path perfSources() {
    return sysfs.resolve("bus/event_source/devices");
  }

  /** Changes with each start of the machine. */
  public Path bootId() {
    return procfs.resolve("sys/kernel/random/boot_id");
  }

  /**
   * Where the machine's id may be, the best first: in the tree of process 1, unless that is only
   * the first of the agent's own container; in the agent's own tree, unless that is a container's;
   * on its board.
   */
  public List<Path> machineIds() {
    List<Path> paths = new ArrayList<>();
    if (!procfs.equals(OWN_PROCFS) || ownPidNamespaceIsHosts()) {
      paths.add(procfs.resolve("1/root" + MACHINE_ID));
    }
    if (procfs.equals(OWN_PROCFS) && CONTAINER_MARKS.stream().noneMatch(Files::exists)) {
      paths.add(Path.of(MACHINE_ID));
    }
    paths.add(sysfs.resolve("class/dmi/id/product_uuid"));
    return paths;
  }

  /**
   * Where the host's files may be: in the agent's own tree, and in that of process 1, which may
   * well be hidden from the agent.
   */
  public List<Path> roots() {
    Path first = procfs.resolve("1/root");
    return procfs.equals(OWN_PROCFS) ? List.of(Path.of("/"), first) : List.of(first);
  }

  /** Folders of the host that lie on another machine, so that reading them may take for ever. */
  public List<Path> remoteFolders() {
    try {
      return Mount.parse(new SmallFile().text(mountinfo())).stream()
          .filter(Mount::isRemote)
          .map(Mount::point)
          .toList();
    } catch (UnreadableException ignored) {
      // Without a mount table nothing is known to be remote.
      return List.of();
    }
  }

  /** Whether the agent sits in the host's own PID namespace; true where that cannot be told. */
  public boolean isInHostPidNamespace() {
    try {
      return isHosts(Files.readSymbolicLink(ownPidNamespace()));
    } catch (IOException ignored) {
      // Nothing is claimed.
      return true;
    }
  }

  /** Whether procfs shows the processes of the whole machine; true where that cannot be told. */
  public boolean showsAllProcesses() {
    if (isInHostPidNamespace()) {
      return true;
    }
    try {
      // The first of the kernel's threads is process 2 in the host's namespace and in no other.
      return new SmallFile().text(procfs.resolve("2/comm")).strip().equals("kthreadd");
    } catch (UnreadableException ignored) {
      return false;
    }
  }

  private boolean ownPidNamespaceIsHosts() {
    try {
      return isHosts(Files.readSymbolicLink(ownPidNamespace()));
    } catch (IOException ignored) {
      // No procfs, or none of this process: then no process 1 either.
      return false;
    }
  }

  private static boolean isHosts(Path pidNamespace) {
    return pidNamespace.toString().contains(FIRST_PID_NAMESPACE);
  }

  /** What the agent's own process uses; always from the agent's own procfs. */
  public Path ownStatus() {
    return OWN_PROCFS.resolve("self/status");
  }

  /** The agent's own PID namespace; its inode number is the kernel's name for it. */
  public Path ownPidNamespace() {
    return OWN_PROCFS.resolve("self/ns/pid");
  }

  /** Whether the agent's own standard output (1) or standard error (2) is a terminal. */
  public static boolean isTerminal(int descriptor) {
    try {
      Path target = Files.readSymbolicLink(OWN_PROCFS.resolve("self/fd/" + descriptor));
      return target.startsWith("/dev/pts") || target.toString().startsWith("/dev/tty");
    } catch (IOException ignored) {
      // Without procfs nothing is claimed.
      return false;
    }
  }

  /** CPU time of the whole machine. */
  public Path stat() {
    return procfs.resolve("stat");
  }

  /** Cgroup v1 controllers and the numbers of their hierarchies. */
  public Path cgroupControllers() {
    return procfs.resolve("cgroups");
  }

  /**
   * The mount table that shows the cgroup trees: the agent's own, or that of process 1 where procfs
   * belongs to somebody else.
   */
  public Path mountinfo() {
    Path first = procfs.resolve("1/mountinfo");
    Path own = procfs.resolve("self/mountinfo");
    return procfs.equals(OWN_PROCFS) || !Files.exists(first) ? own : first;
  }

  /** Statistics of a process. */
  public Path processStat(int pid) {
    return procfs.resolve(pid + "/stat");
  }

  /** What a process was started with, each argument with a NUL behind it. */
  public Path processCommandLine(int pid) {
    return procfs.resolve(pid + "/cmdline");
  }

  /** Files that a process has open, by number. */
  public Path processFiles(int pid) {
    return procfs.resolve(pid + "/fd");
  }

  /** What the kernel tells of a file that a process has open. */
  public Path processFile(int pid, String number) {
    return procfs.resolve(pid + "/fdinfo").resolve(number);
  }

  /** The cgroups that a process sits in. */
  public Path processCgroup(int pid) {
    return procfs.resolve(pid + "/cgroup");
  }

  /** Where a mount point of the mount table is to be found: those in /sys move with sysfs. */
  public Path mountPoint(Path inMountTable) {
    return inMountTable.startsWith(OWN_SYSFS)
        ? sysfs.resolve(OWN_SYSFS.relativize(inMountTable))
        : inMountTable;
  }

  /** The processes that exist now. */
  public List<Integer> processIds() throws UnreadableException {
    List<Integer> pids = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(procfs, HostFiles::isProcess)) {
      entries.forEach(entry -> pids.add(Integer.parseInt(name(entry))));
    } catch (DirectoryIteratorException e) {
      throw UnreadableException.of(procfs, new IOException(e));
    } catch (IOException e) {
      throw UnreadableException.of(procfs, e);
    }
    return pids;
  }

  private static boolean isProcess(Path entry) {
    String name = name(entry);
    return name.length() < 10 && name.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static String name(Path path) {
    return String.valueOf(path.getFileName());
  }
}
