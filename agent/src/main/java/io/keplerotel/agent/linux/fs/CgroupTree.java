// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.linux.fs;

import io.keplerotel.agent.model.CgroupBirth.Hierarchy;
import io.keplerotel.agent.model.CgroupKey;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The cgroup hierarchies of this machine: v2, and one of those of v1, each where the mount table
 * has it. Immutable; safe for any thread.
 *
 * @param unified the v2 hierarchy
 * @param legacy the chosen v1 hierarchy; empty on hosts that have v2 only
 */
public record CgroupTree(Optional<CgroupHierarchy> unified, Optional<Legacy> legacy) {
  /**
   * The v1 hierarchy that the agent follows.
   *
   * @param controller the controller it was chosen by
   * @param number the kernel's number of the hierarchy
   */
  public record Legacy(LegacyController controller, int number, CgroupHierarchy hierarchy) {}

  /** Finds the hierarchies. Throws where there is no mount table to read. */
  public static CgroupTree find(HostFiles files) throws UnreadableException {
    SmallFile file = new SmallFile();
    List<Mount> mounts = Mount.parse(file.text(files.mountinfo()));
    Map<String, Integer> numbers =
        Files.exists(files.cgroupControllers())
            ? hierarchyNumbers(file.text(files.cgroupControllers()))
            : Map.of();
    Optional<CgroupHierarchy> unified =
        mount(mounts, files, mount -> mount.type().equals("cgroup2"))
            .map(mount -> hierarchy(Hierarchy.UNIFIED, mount, files));
    return new CgroupTree(unified, legacy(mounts, numbers, files));
  }

  /** Parses {@code /proc/cgroups}: hierarchy numbers by controller, without those of v2. */
  static Map<String, Integer> hierarchyNumbers(String text) {
    return text.lines()
        .map(line -> line.split("\t", -1))
        .filter(row -> row.length == 4 && row[1].matches("[1-9][0-9]{0,8}"))
        .collect(Collectors.toMap(row -> row[0], row -> Integer.valueOf(row[1]), (a, b) -> a));
  }

  /** The v1 controller that was chosen. */
  public Optional<LegacyController> controller() {
    return legacy.map(Legacy::controller);
  }

  /** The hierarchy of this kind, where the machine has it. */
  public Optional<CgroupHierarchy> hierarchy(Hierarchy kind) {
    return switch (kind) {
      case UNIFIED -> unified;
      case LEGACY -> legacy.map(Legacy::hierarchy);
    };
  }

  /** Visits each cgroup of both hierarchies once, parents first. */
  public void walk(CgroupVisitor visitor) {
    for (Hierarchy kind : Hierarchy.values()) {
      hierarchy(kind).ifPresent(found -> found.walk(visitor));
    }
  }

  /** The inode number of a cgroup's directory; empty where there is none. */
  public OptionalLong id(Hierarchy kind, String path) {
    return hierarchy(kind).map(found -> found.id(path)).orElse(OptionalLong.empty());
  }

  /** The ids of both paths; 0 where there is none. */
  public CgroupKey key(CgroupPaths paths) {
    return new CgroupKey(
        idOrZero(Hierarchy.UNIFIED, paths.unified()), idOrZero(Hierarchy.LEGACY, paths.legacy()));
  }

  private long idOrZero(Hierarchy kind, Optional<String> path) {
    return path.isEmpty() ? 0 : id(kind, path.get()).orElse(0);
  }

  private static Optional<Legacy> legacy(
      List<Mount> mounts, Map<String, Integer> numbers, HostFiles files) {
    for (LegacyController controller : LegacyController.values()) {
      String name = controller.kernelName();
      Optional<Mount> mount =
          mount(mounts, files, row -> row.type().equals("cgroup") && row.options().contains(name));
      Integer number = numbers.get(name);
      if (mount.isPresent() && number != null) {
        CgroupHierarchy hierarchy = hierarchy(Hierarchy.LEGACY, mount.get(), files);
        return Optional.of(new Legacy(controller, number, hierarchy));
      }
    }
    return Optional.empty();
  }

  /**
   * The mount that shows most: one in the configured sysfs, where a container has the host's beside
   * its own; one that reaches above the agent's namespace; a whole hierarchy rather than a part.
   */
  private static Optional<Mount> mount(
      List<Mount> mounts, HostFiles files, Predicate<Mount> wanted) {
    return mounts.stream()
        .filter(wanted)
        .min((one, other) -> Long.compare(hidden(one, files), hidden(other, files)));
  }

  /** How little it shows, to compare: by the place, then by the reach above, then by its depth. */
  private static long hidden(Mount mount, HostFiles files) {
    long place = mount.point().startsWith(files.sysfs()) ? 0 : 2;
    long reach = mount.root().startsWith("/..") ? 0 : 1;
    return ((place + reach) << Integer.SIZE) + mount.root().length();
  }

  private static CgroupHierarchy hierarchy(Hierarchy kind, Mount mount, HostFiles files) {
    return new CgroupHierarchy(kind, files.mountPoint(mount.point()), mount.root());
  }
}
