// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.guests;

import io.keplerotel.agent.model.Fault;
import io.keplerotel.agent.model.Snapshot;
import io.keplerotel.agent.model.Snapshot.State;
import io.keplerotel.agent.model.Snapshot.WorkloadEnergy;
import io.keplerotel.agent.model.Workload.VirtualMachine;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The folders of all guests. Only those that exist are written to: whoever wants a guest to see its
 * energy makes one, named by its id. For one thread.
 */
final class GuestTrees {
  /** A machine that is started again within this time goes on counting where it was. */
  private static final long KEEP_NS = 60_000_000_000L;

  private final Path parent;
  private final Map<String, GuestTree> trees = new HashMap<>();

  /** When folders were first seen without a machine, on the snapshots' clock, ns. */
  private final Map<String, Long> emptySinceNs = new HashMap<>();

  private final Set<String> cleared = new TreeSet<>();

  /** Of the folder that they all lie in. */
  GuestTrees(Path parent) {
    this.parent = parent;
  }

  /** Writes what has changed; returns what could not be. */
  List<Fault> write(Snapshot snapshot) {
    List<Fault> faults = new ArrayList<>();
    Set<String> folders = new TreeSet<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(parent)) {
      for (Path entry : entries) {
        if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
          folders.add(String.valueOf(entry.getFileName()));
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      return List.of(
          new Fault(
              parent.toString(),
              "cannot list vm.export.dir, %s: %s; no guest sees its energy; create it, or grant access"
                  .formatted(parent, words(e))));
    }
    trees.keySet().retainAll(folders);
    Set<String> used = new TreeSet<>();
    for (WorkloadEnergy energy : snapshot.workloads()) {
      if (energy.state() == State.RUNNING && energy.workload() instanceof VirtualMachine machine) {
        Optional<String> folder = FolderName.of(machine.vmId()).filter(folders::contains);
        folder.ifPresent(
            name -> {
              used.add(name);
              write(name, snapshot, energy).ifPresent(faults::add);
            });
      }
    }
    folders.removeAll(used);
    clear(folders, snapshot.uptimeNs(), faults);
    return faults;
  }

  private Optional<Fault> write(String name, Snapshot snapshot, WorkloadEnergy energy) {
    try {
      trees
          .computeIfAbsent(name, folder -> new GuestTree(parent.resolve(folder)))
          .write(snapshot.zones(), energy);
      return Optional.empty();
    } catch (IOException | DirectoryIteratorException e) {
      return Optional.of(
          new Fault(
              name,
              "cannot write to %s: %s; its guest does not see its energy until that is possible; nothing is lost"
                  .formatted(parent.resolve(name), words(e))));
    }
  }

  /** Counters of machines that are gone. */
  private void clear(Set<String> folders, long nowNs, List<Fault> faults) {
    emptySinceNs.keySet().retainAll(folders);
    cleared.retainAll(folders);
    for (String folder : folders) {
      long sinceNs = emptySinceNs.computeIfAbsent(folder, key -> nowNs);
      if (nowNs - sinceNs >= KEEP_NS && cleared.add(folder)) {
        trees.remove(folder);
        try {
          GuestTree.clear(parent.resolve(folder));
        } catch (IOException | DirectoryIteratorException e) {
          faults.add(
              new Fault(
                  folder,
                  "cannot remove the counters of a guest that is gone from %s: %s"
                      .formatted(parent.resolve(folder), words(e))));
        }
      }
    }
  }

  private static String words(Exception e) {
    if (e instanceof NoSuchFileException) {
      return "No such file or directory";
    }
    String reason = e instanceof FileSystemException failure ? failure.getReason() : e.getMessage();
    return reason == null ? e.getClass().getSimpleName() : reason;
  }
}
