// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.status;

import io.keplerotel.agent.linux.fs.HostFiles;
import io.keplerotel.agent.linux.fs.SmallFile;
import io.keplerotel.agent.linux.fs.UnreadableException;
import io.keplerotel.agent.model.Snapshot;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * What the agent's own process uses. Its energy is its part of all CPU time of a tick, of the
 * node's dynamic energy. Used by the sampler's thread.
 */
final class OwnUse {
  private final HostFiles files;
  private final SmallFile file = new SmallFile();
  private long dynamicUj;
  private long cpuNs;
  private double ownUj;
  private boolean begun;

  @Inject
  OwnUse(HostFiles files) {
    this.files = files;
  }

  /**
   * After a tick. Where it booked nothing, what this process used is counted with the next.
   *
   * @param busyNs CPU time of all in it, ns; 0 where nothing was booked
   */
  Cost.Own after(Snapshot snapshot, long busyNs) {
    long nowCpuNs =
        ProcessHandle.current().info().totalCpuDuration().map(Duration::toNanos).orElse(0L);
    if (busyNs > 0) {
      long nowUj = dynamicUj(snapshot);
      double part = begun ? Math.min(1, (nowCpuNs - cpuNs) / (double) busyNs) : 0;
      ownUj += part * (nowUj - dynamicUj);
      begun = true;
      dynamicUj = nowUj;
      cpuNs = nowCpuNs;
    }
    return new Cost.Own(OptionalLong.of((long) ownUj), OptionalLong.of(nowCpuNs), residentBytes());
  }

  /** Of what does not overlap. */
  private static long dynamicUj(Snapshot snapshot) {
    long sumUj = 0;
    for (int zone = 0; zone < snapshot.zones().size(); zone++) {
      if (snapshot.zones().get(zone).component().inTotal()) {
        sumUj += snapshot.node().dynamicUj(zone);
      }
    }
    return sumUj;
  }

  private OptionalLong residentBytes() {
    try {
      return file.text(files.ownStatus())
          .lines()
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
          .findFirst();
    } catch (UnreadableException ignored) {
      // A figure about ourselves; without it that one metric is absent.
      return OptionalLong.empty();
    }
  }
}
