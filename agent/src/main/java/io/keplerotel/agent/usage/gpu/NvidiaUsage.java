// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.usage.gpu;

import io.keplerotel.agent.model.ProcessUse;
import io.keplerotel.agent.model.TickLoad;
import io.keplerotel.agent.model.UsageKind;
import io.keplerotel.agent.power.nvml.GpuBoard;
import io.keplerotel.agent.power.nvml.GpuUse;
import io.keplerotel.agent.usage.UsageReading;
import io.keplerotel.agent.usage.UsageSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Time on NVIDIA's GPUs by process: what the last poll of NVML found, for as long as the tick was.
 * Never calls NVML itself, so that no tick waits for it.
 */
public final class NvidiaUsage implements UsageSource {
  private static final double WHOLE_PERCENT = 100;

  private final GpuBoard board;
  private final ProcessTable processes;
  private long lastPoll;
  private long ageNs;

  NvidiaUsage(GpuBoard board, ProcessTable processes) {
    this.board = board;
    this.processes = processes;
  }

  @Override
  public String name() {
    return "gpu";
  }

  @Override
  public UsageReading read(TickLoad load) {
    GpuUse found = board.latest();
    ageNs = found.poll() == lastPoll ? ageNs + load.elapsedNs() : 0;
    lastPoll = found.poll();
    if (ageNs > GpuBoard.STALE_NS) {
      return new UsageReading(List.of(), Map.of(), List.of());
    }
    List<ProcessUse> uses = new ArrayList<>();
    Map<UsageKind, Long> lost = new HashMap<>();
    Set<Integer> pids = new HashSet<>();
    for (GpuUse.Card card : found.cards()) {
      pids.addAll(card.percentByPid().keySet());
      long lostNs = ns(card.unknownPercent(), load);
      for (Map.Entry<Integer, Double> each : card.percentByPid().entrySet()) {
        long ns = ns(each.getValue(), load);
        processes
            .find(each.getKey())
            .map(who -> new ProcessUse(who.cgroup(), who.process(), who.command(), card.kind(), ns))
            .ifPresentOrElse(uses::add, () -> lost.merge(card.kind(), ns, Long::sum));
      }
      lost.merge(card.kind(), lostNs, Long::sum);
    }
    processes.keep(pids);
    return new UsageReading(uses, lost, found.faults());
  }

  @Override
  public void close() {
    // NVML belongs to who polls it.
  }

  private static long ns(double percent, TickLoad load) {
    return Math.round(percent / WHOLE_PERCENT * load.elapsedNs());
  }
}
