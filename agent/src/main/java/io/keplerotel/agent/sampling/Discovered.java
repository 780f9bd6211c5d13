// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.sampling;

import io.keplerotel.agent.power.PowerChoice;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What the agent found on this machine when it started: the one place where sources are looked for.
 *
 * @param cpu who counts CPU time
 * @param power who measures
 */
public record Discovered(CpuChoice cpu, PowerChoice power) {
  /** Why sources that were wanted, and may be here, could not be had, by name. */
  public Map<String, String> refused() {
    Map<String, String> refused = new HashMap<>(cpu.refused());
    power
        .found()
        .forEach(
            (name, found) -> {
              if (!found.isAbsent() && !found.isPending()) {
                found.whyNot().ifPresent(why -> refused.put(name, why));
              }
            });
    return refused;
  }

  /** Sources of power whose hardware this machine did not have at the start, and how that shows. */
  public Map<String, String> absent() {
    Map<String, String> absent = new LinkedHashMap<>();
    power
        .found()
        .forEach(
            (name, found) -> {
              if (found.isAbsent()) {
                absent.put(name, found.whyNot().orElse(""));
              }
            });
    return absent;
  }

  /** Names of all sources of power that were wanted. */
  public Set<String> powerSources() {
    return power.found().keySet();
  }
}
