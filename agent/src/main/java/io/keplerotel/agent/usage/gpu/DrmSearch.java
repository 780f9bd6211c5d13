// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.usage.gpu;

import io.keplerotel.agent.linux.fs.HostFiles;
import io.keplerotel.agent.linux.fs.UnreadableException;
import io.keplerotel.agent.model.Fault;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds which processes have graphics devices open. To look at each open file of each process is
 * dear, so a turn looks at a tenth of the processes, and the first turn at all of them.
 */
final class DrmSearch {
  private static final int TURNS = 10;
  private static final String DEVICES = "/dev/dri/";

  /** Those that tell in fdinfo how much each client uses, and whose power can be had. */
  private static final Set<String> DRIVERS = Set.of("amdgpu", "i915", "xe");

  private final HostFiles files;
  private final Map<Integer, List<String>> open = new HashMap<>();
  private int turn = -1;
  private int denied;
  private int deniedInTurns;
  private Optional<Fault> unlisted = Optional.empty();

  DrmSearch(HostFiles files) {
    this.files = files;
  }

  /** Whether the machine has a device of which there is something to know. */
  boolean hasDevices() {
    if (!Files.isDirectory(files.drm())) {
      return false;
    }
    try (DirectoryStream<Path> nodes = Files.newDirectoryStream(files.drm(), "renderD*")) {
      for (Path node : nodes) {
        if (DRIVERS.contains(driver(node))) {
          return true;
        }
      }
      return false;
    } catch (IOException | DirectoryIteratorException ignored) {
      // What cannot be listed is not there for the agent.
      return false;
    }
  }

  /** Numbers of files by process, as far as they are known. */
  Map<Integer, List<String>> open() {
    return open;
  }

  /** Looks on. */
  void turn() {
    boolean all = turn < 0;
    turn = (turn + 1) % TURNS;
    if (turn == 0) {
      denied = deniedInTurns;
      deniedInTurns = 0;
    }
    try {
      List<Integer> pids = files.processIds();
      open.keySet().retainAll(Set.copyOf(pids));
      for (int pid : pids) {
        if (all || pid % TURNS == turn) {
          look(pid);
        }
      }
      unlisted = Optional.empty();
    } catch (UnreadableException e) {
      unlisted = Optional.of(new Fault("processes", e.getMessage()));
    }
  }

  /** The file is not open any more, or is of something else. */
  void closed(int pid, String number) {
    List<String> left = new ArrayList<>(open.getOrDefault(pid, List.of()));
    left.remove(number);
    if (left.isEmpty()) {
      open.remove(pid);
    } else {
      open.put(pid, left);
    }
  }

  /** Why users may be missing. */
  List<Fault> faults() {
    List<Fault> faults = new ArrayList<>();
    unlisted.ifPresent(faults::add);
    if (Math.max(denied, deniedInTurns) > 0) {
      faults.add(
          new Fault(
              "open files",
              "the agent may not see which files other processes have open, so that it is not known who uses the GPU; run it as root with CAP_SYS_PTRACE"));
    }
    return faults;
  }

  private void look(int pid) {
    List<String> numbers = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(files.processFiles(pid))) {
      for (Path entry : entries) {
        if (target(entry).startsWith(DEVICES)) {
          numbers.add(String.valueOf(entry.getFileName()));
        }
      }
    } catch (AccessDeniedException ignored) {
      deniedInTurns++; // Told as one fault for all of them.
    } catch (IOException | DirectoryIteratorException ignored) {
      // It has ended.
    }
    if (numbers.isEmpty()) {
      open.remove(pid);
    } else {
      open.put(pid, numbers);
    }
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException ignored) {
      // It was closed between being listed and being read.
      return "";
    }
  }

  private static String driver(Path node) {
    try {
      return String.valueOf(node.resolve("device/driver").toRealPath().getFileName());
    } catch (IOException ignored) {
      // A device without a driver.
      return "";
    }
  }
}
