// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.workload;

import io.keplerotel.agent.model.CgroupKey;
import java.util.LinkedHashMap;
import java.util.Map;

/** Cgroups that could not be named, and when to try again: later each time, but never never. */
final class Misses {
  private static final long FIRST_DELAY_NS = 1_000_000_000L;
  private static final long LAST_DELAY_NS = 60_000_000_000L;
  private static final int MOST = 4_096;

  private final Map<CgroupKey, Miss> misses =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<CgroupKey, Miss> eldest) {
          return size() > MOST;
        }
      };

  private record Miss(long retryAtNs, long delayNs) {}

  /** Whether it is worth trying to name this cgroup now. */
  boolean isDue(CgroupKey key, long nowNs) {
    Miss miss = misses.get(key);
    return miss == null || miss.retryAtNs() - nowNs <= 0;
  }

  /** Notes that it could not be named. */
  void add(CgroupKey key, long nowNs) {
    Miss before = misses.get(key);
    long delayNs = before == null ? FIRST_DELAY_NS : Math.min(2 * before.delayNs(), LAST_DELAY_NS);
    misses.put(key, new Miss(nowNs + delayNs, delayNs));
  }

  /** Notes that it could. */
  void remove(CgroupKey key) {
    misses.remove(key);
  }
}
