// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.linux.fs;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Finds how much memory the cgroups of a process leave it. */
public final class MemoryLimit {
  /** What version 1 shows where there is no limit is about this. */
  private static final long NO_LIMIT_BYTES = 1L << 50;

  private MemoryLimit() {}

  /** The least limit of the cgroups that hold the process, bytes; empty where there is none. */
  public static OptionalLong bytes(HostFiles files, OwnFiles own) {
    SmallFile file = new SmallFile();
    try {
      List<Mount> mounts = Mount.parse(file.text(own.mountinfo()));
      String cgroups = file.text(own.cgroup());
      return cgroups
          .lines()
          .map(line -> line.split(":", 3))
          .filter(fields -> fields.length == 3)
          .mapToLong(fields -> least(files, mounts, fields, file))
          .filter(bytes -> bytes < NO_LIMIT_BYTES)
          .min();
    } catch (UnreadableException ignored) {
      // Without its mounts and cgroups no limit is known.
      return OptionalLong.empty();
    }
  }

  private static long least(HostFiles files, List<Mount> mounts, String[] fields, SmallFile file) {
    boolean isUnified = fields[0].equals("0") && fields[1].isEmpty();
    boolean isMemory = Arrays.asList(fields[1].split(",", -1)).contains("memory");
    if (!isUnified && !isMemory) {
      return NO_LIMIT_BYTES;
    }
    Optional<Path> top =
        mounts.stream()
            .filter(
                mount ->
                    isUnified
                        ? mount.type().equals("cgroup2")
                        : mount.type().equals("cgroup") && mount.options().contains("memory"))
            .map(mount -> files.mountPoint(mount.point()))
            .findFirst();
    String name = isUnified ? "memory.max" : "memory.limit_in_bytes";
    long least = NO_LIMIT_BYTES;
    if (top.isPresent()) {
      Path cgroup = KernelText.path(top.get(), fields[2]).normalize();
      while (cgroup != null && cgroup.startsWith(top.get())) {
        least = Math.min(least, limit(cgroup.resolve(name), file));
        cgroup = cgroup.getParent();
      }
    }
    return least;
  }

  private static long limit(Path path, SmallFile file) {
    try {
      return file.number(path);
    } catch (UnreadableException ignored) {
      // "max", or no such file: the topmost cgroup has none.
      return NO_LIMIT_BYTES;
    }
  }
}
