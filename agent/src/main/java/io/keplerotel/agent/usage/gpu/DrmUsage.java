// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.usage.gpu;

import io.keplerotel.agent.linux.fs.HostFiles;
import io.keplerotel.agent.linux.fs.SmallFile;
import io.keplerotel.agent.linux.fs.UnreadableException;
import io.keplerotel.agent.model.Fault;
import io.keplerotel.agent.model.ProcessUse;
import io.keplerotel.agent.model.TickLoad;
import io.keplerotel.agent.model.UsageKind;
import io.keplerotel.agent.usage.UsageReading;
import io.keplerotel.agent.usage.UsageSource;
import io.keplerotel.agent.usage.gpu.DrmFile.Client;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Time on GPUs of AMD and Intel by process, as the kernel shows it beside each file that a process
 * has open. On machines without such a GPU it looks for one once a minute and does nothing else.
 */
public final class DrmUsage implements UsageSource {
  private static final long LOOK_FOR_DEVICES_NS = 60_000_000_000L;

  /** No client can have used more: GPUs have a few dozen engines. */
  private static final long MOST_ENGINES = 64;

  private static final long SLACK_NS = 1_000_000_000L;

  private final HostFiles files;
  private final ProcessTable processes;
  private final DrmSearch search;
  private final SmallFile file = new SmallFile();
  private Map<Client, DrmFile> before = Map.of();
  private boolean hasDevices;
  private long sinceLookNs = LOOK_FOR_DEVICES_NS;

  DrmUsage(HostFiles files, ProcessTable processes) {
    this.files = files;
    this.processes = processes;
    this.search = new DrmSearch(files);
  }

  @Override
  public String name() {
    return "drm";
  }

  @Override
  public UsageReading read(TickLoad load) {
    sinceLookNs += load.elapsedNs();
    if (sinceLookNs >= LOOK_FOR_DEVICES_NS) {
      sinceLookNs = 0;
      hasDevices = search.hasDevices();
    }
    if (!hasDevices) {
      return new UsageReading(List.of(), Map.of(), List.of());
    }
    search.turn();
    Tally tally = new Tally(load.elapsedNs());
    Map.copyOf(search.open())
        .forEach((pid, numbers) -> numbers.forEach(number -> read(pid, number, tally)));
    before = tally.now;
    processes.keep(search.open().keySet());
    tally.faults.addAll(search.faults());
    return new UsageReading(tally.uses, tally.lost, tally.faults);
  }

  @Override
  public void close() {
    // Holds no files open.
  }

  private void read(int pid, String number, Tally tally) {
    Optional<DrmFile> found = parse(pid, number);
    if (found.isEmpty()) {
      search.closed(pid, number);
      return;
    }
    DrmFile now = found.get();
    // A file that is open twice, or in two processes, is one client.
    if (tally.now.putIfAbsent(now.client(), now) != null) {
      return;
    }
    DrmFile earlier = before.get(now.client());
    long usedNs = earlier == null ? 0 : now.sinceNs(earlier, tally.elapsedNs);
    if (usedNs > 0) {
      tally.used(pid, now.client().device(), usedNs);
    }
  }

  private Optional<DrmFile> parse(int pid, String number) {
    try {
      return DrmFile.parse(file.text(files.processFile(pid, number)));
    } catch (UnreadableException ignored) {
      // It was closed, or its process has ended.
      return Optional.empty();
    }
  }

  /** What one reading finds. */
  private final class Tally {
    private final long elapsedNs;
    private final Map<Client, DrmFile> now = new HashMap<>();
    private final List<ProcessUse> uses = new ArrayList<>();
    private final Map<UsageKind, Long> lost = new HashMap<>();
    private final List<Fault> faults = new ArrayList<>();
    private final Set<Integer> implausible = new HashSet<>();

    Tally(long elapsedNs) {
      this.elapsedNs = elapsedNs;
    }

    void used(int pid, String device, long usedNs) {
      UsageKind kind = UsageKind.gpuTime(device);
      if (usedNs > MOST_ENGINES * elapsedNs + SLACK_NS) {
        if (implausible.add(pid)) {
          faults.add(
              new Fault(
                  "process " + pid,
                  "GPU %s is said to have worked for process %d for longer than it can have; that is left out"
                      .formatted(device, pid)));
        }
        return;
      }
      processes
          .find(pid)
          .map(who -> new ProcessUse(who.cgroup(), who.process(), who.command(), kind, usedNs))
          .ifPresentOrElse(uses::add, () -> lost.merge(kind, usedNs, Long::sum));
    }
  }
}
