// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.usage.counters;

import io.keplerotel.agent.linux.perf.PerfEvent;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Events that the kernel knows by itself, on whatever PMU there is, by perf's names. */
enum CountedEvent {
  CYCLES("cycles", Type.HARDWARE, 0),
  INSTRUCTIONS("instructions", Type.HARDWARE, 1),
  /** Misses of the last cache, on most machines. */
  CACHE_MISSES("cache-misses", Type.HARDWARE, 3),
  BRANCHES("branches", Type.HARDWARE, 4),
  /** Time, ns: as a check, everywhere. */
  CPU_CLOCK("cpu-clock", Type.SOFTWARE, 0),
  PAGE_FAULTS("page-faults", Type.SOFTWARE, 2);

  /** So many at once, as in counters.h. */
  static final int MOST = 4;

  private final String text;
  private final int type;
  private final long config;

  CountedEvent(String text, int type, long config) {
    this.text = text;
    this.type = type;
    this.config = config;
  }

  /** As perf_event_open(2) wants it. */
  PerfEvent event() {
    return new PerfEvent(text, type, config);
  }

  /** How people call it. */
  String text() {
    return text;
  }

  /** By its name. */
  static Optional<CountedEvent> of(String text) {
    return Arrays.stream(values()).filter(each -> each.text.equals(text)).findFirst();
  }

  /** All names. */
  static List<String> names() {
    return Arrays.stream(values()).map(CountedEvent::text).toList();
  }

  /** PMUs that every kernel has, by their numbers in linux/perf_event.h. */
  private static final class Type {
    static final int HARDWARE = 0;
    static final int SOFTWARE = 1;
  }
}
