// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.e2e;

import io.keplerotel.agent.testing.PowercapFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A sysfs whose RAPL counters turn, of all kinds of zones and two packages; its cgroups are this
 * machine's.
 */
final class TurningCounters implements AutoCloseable {
  private static final long RANGE_UJ = 262_143_328_850L;
  private static final long PERIOD_MS = 100;

  private final Path sysfs;
  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
  private final Future<?> turning;

  private TurningCounters(Path sysfs, Runnable turn) {
    this.sysfs = sysfs;
    this.turning = thread.scheduleAtFixedRate(turn, 0, PERIOD_MS, TimeUnit.MILLISECONDS);
  }

  static TurningCounters start(Path sysfs) throws IOException {
    Files.createSymbolicLink(sysfs.resolve("fs"), Path.of("/sys/fs"));
    PowercapFixture powercap = new PowercapFixture(sysfs);
    List<String> zones =
        List.of(
            "intel-rapl:0",
            "intel-rapl:0/intel-rapl:0:0",
            "intel-rapl:0/intel-rapl:0:1",
            "intel-rapl:0/intel-rapl:0:2",
            "intel-rapl:1",
            "intel-rapl:1/intel-rapl:1:0",
            "intel-rapl:1/intel-rapl:1:1",
            "intel-rapl:1/intel-rapl:1:2",
            "intel-rapl:2");
    List<String> names =
        List.of(
            "package-0", "core", "uncore", "dram", "package-1", "core", "uncore", "dram", "psys");
    for (int i = 0; i < zones.size(); i++) {
      powercap.zone(zones.get(i), names.get(i), 1_000L * i, RANGE_UJ);
    }
    return new TurningCounters(sysfs, () -> zones.forEach(zone -> powercap.use(zone, useUj(zone))));
  }

  Path sysfs() {
    return sysfs;
  }

  @Override
  public void close() throws IOException {
    Files.delete(sysfs.resolve("fs"));
    turning.cancel(true);
    thread.shutdownNow();
  }

  /** Some watts; psys has more than all packages and memory together. */
  private static long useUj(String zone) {
    if (zone.equals("intel-rapl:2")) {
      return 9_000_017;
    }
    return zone.contains("/") ? 400_003 + zone.charAt(zone.length() - 1) : 2_500_013;
  }
}
