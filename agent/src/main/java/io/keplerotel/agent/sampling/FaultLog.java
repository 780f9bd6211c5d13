// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.sampling;

import io.keplerotel.agent.model.Fault;
import io.keplerotel.agent.model.Fault.Effect;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Says each fault once when it appears and once when it is gone, however often it is reported. A
 * fault is gone when it was not reported for a minute, so one that comes and goes is one fault.
 * Reported to by the sampler's thread; readable from any.
 */
public final class FaultLog {
  private static final long GONE_NS = 60_000_000_000L;

  private final Logger log;
  private final Map<String, Long> lastSeenNs = new HashMap<>();
  private final Map<String, Fault> current = new ConcurrentSkipListMap<>();
  private final Map<String, Long> counts = new HashMap<>();

  /** Logs under this class' name. */
  public FaultLog() {
    this(System.getLogger(FaultLog.class.getName()));
  }

  FaultLog(Logger log) {
    this.log = log;
  }

  /**
   * Takes the faults of one source in one tick.
   *
   * @param source its name, the first word of the log line
   */
  public void report(String source, List<Fault> faults, long nowNs) {
    for (Fault fault : faults) {
      String key = source + " " + fault.part();
      // Before it is told: who reads the log may ask the health pages at once.
      current.put(key, fault);
      if (lastSeenNs.put(key, nowNs) == null) {
        log.log(Level.WARNING, "{0}: {1}", source, fault.message());
        counts.merge(source, 1L, Long::sum);
      }
    }
  }

  /** Forgets what has not been reported lately. Called once a tick. */
  public void settle(long nowNs) {
    lastSeenNs
        .entrySet()
        .removeIf(
            entry -> {
              boolean gone = nowNs - entry.getValue() >= GONE_NS;
              if (gone) {
                current.remove(entry.getKey());
                log.log(Level.INFO, "{0}: works again", entry.getKey());
              }
              return gone;
            });
  }

  /** How often faults appeared so far, by source; for the thread that reports. */
  public Map<String, Long> counts() {
    return Map.copyOf(counts);
  }

  /** Present faults by source and part: what is lost, and why. */
  public Map<String, String> current() {
    Map<String, String> messages = new HashMap<>();
    current.forEach((key, fault) -> messages.put(key, fault.message()));
    return messages;
  }

  /** Why a source is not available, by its present faults; empty where none of them is so bad. */
  public Optional<String> disabling(String source) {
    return current.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(source + " "))
        .map(Map.Entry::getValue)
        .filter(fault -> fault.effect() == Effect.DISABLES)
        .map(Fault::message)
        .findFirst();
  }
}
