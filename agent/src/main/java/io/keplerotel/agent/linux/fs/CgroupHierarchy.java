// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.linux.fs;

import io.keplerotel.agent.model.CgroupBirth.Hierarchy;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** One mounted cgroup hierarchy. Immutable; safe for any thread. */
public final class CgroupHierarchy {
  private static final String ATTRIBUTES = "unix:ino,nlink,isDirectory";
  private static final String PROCESSES = "cgroup.procs";

  private final Hierarchy kind;
  private final Path directory;
  private final String root;
  private final String ascent;

  /**
   * Assigns.
   *
   * @param directory where it is mounted
   * @param root the cgroup that is seen there: {@code /} as a rule; {@code /../..} where the mount
   *     shows all but the agent sits in a cgroup namespace of its own
   */
  CgroupHierarchy(Hierarchy kind, Path directory, String root) {
    boolean isAbove = root.startsWith("/..");
    this.kind = kind;
    this.directory = directory;
    this.root = isAbove ? "/" : root;
    this.ascent = isAbove ? root + "/" : "";
  }

  /** Which of the two it is. */
  public Hierarchy kind() {
    return kind;
  }

  /** The directory of the topmost cgroup that can be seen. */
  public Path directory() {
    return directory;
  }

  /** The directory of a cgroup, existing or not; empty for those outside of what is mounted. */
  public Optional<Path> directory(String path) {
    boolean ascends = !ascent.isEmpty() && path.startsWith(ascent);
    String inside = ascends ? path.substring(ascent.length()) : path;
    if (!root.equals("/")) {
      if (!path.equals(root) && !path.startsWith(root + "/")) {
        return Optional.empty();
      }
      inside = path.substring(root.length());
    }
    // A path that begins with /.. lies outside of the agent's cgroup namespace.
    Path found = KernelText.path(directory, inside).normalize();
    return found.startsWith(directory) ? Optional.of(found) : Optional.empty();
  }

  /** The inode number of a cgroup's directory, the kernel's id of it; empty where it is gone. */
  public OptionalLong id(String path) {
    Optional<Path> found = directory(path);
    return found.isEmpty() ? OptionalLong.empty() : idOf(found.get());
  }

  /** Visits each cgroup once, parents first. What vanishes during the walk is left out. */
  public void walk(CgroupVisitor visitor) {
    walk(directory, root, visitor);
  }

  /** The path of the cgroup with this id, at {@code top} or below; empty where there is none. */
  public Optional<String> find(String top, long wanted) {
    List<String> found = new ArrayList<>();
    directory(top)
        .ifPresent(
            at ->
                walk(
                    at,
                    top,
                    (hierarchy, id, path) -> {
                      if (id == wanted) {
                        found.add(path);
                      }
                    }));
    return found.stream().findFirst();
  }

  /** Whether cgroups are there to be seen: an empty folder, say, is no tree of them. */
  public boolean isThere() {
    return Files.exists(directory.resolve(PROCESSES));
  }

  /** Without recursion and with one directory open at a time, as nests may be deep. */
  private void walk(Path top, String topPath, CgroupVisitor visitor) {
    Deque<Found> open = new ArrayDeque<>(List.of(new Found(top, topPath)));
    while (!open.isEmpty()) {
      Found next = open.pop();
      Optional<Map<String, Object>> attributes = attributes(next.directory());
      if (attributes.isPresent() && Boolean.TRUE.equals(attributes.get().get("isDirectory"))) {
        visitor.visit(kind, number(attributes.get(), "ino"), next.path());
        // The kernel counts one link for each subdirectory, so that leaves need no listing.
        if (number(attributes.get(), "nlink") != 2) {
          below(next).forEach(open::push);
        }
      }
    }
  }

  private static List<Found> below(Found parent) {
    String prefix = (parent.path().equals("/") ? "" : parent.path()) + "/";
    List<Found> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(parent.directory())) {
      entries.forEach(entry -> found.add(new Found(entry, prefix + KernelText.name(entry))));
    } catch (DirectoryIteratorException | IOException ignored) {
      // It vanished between being found and being listed; that is what cgroups do.
    }
    return found;
  }

  private record Found(Path directory, String path) {}

  private static OptionalLong idOf(Path directory) {
    return attributes(directory)
        .map(attributes -> OptionalLong.of(number(attributes, "ino")))
        .orElse(OptionalLong.empty());
  }

  private static Optional<Map<String, Object>> attributes(Path path) {
    try {
      return Optional.of(Files.readAttributes(path, ATTRIBUTES, LinkOption.NOFOLLOW_LINKS));
    } catch (IOException ignored) {
      // It vanished, or is hidden from the agent: both mean that it is not to be seen.
      return Optional.empty();
    }
  }

  private static long number(Map<String, Object> attributes, String name) {
    return ((Number) attributes.getOrDefault(name, 0)).longValue();
  }
}
