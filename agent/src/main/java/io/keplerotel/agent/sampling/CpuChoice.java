// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.sampling;

import io.keplerotel.agent.config.CpuSource;
import io.keplerotel.agent.usage.CpuTimeSource;
import io.keplerotel.agent.usage.CpuTimeStart;
import io.keplerotel.agent.usage.CpuTimeUnavailableException;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * The source of CPU time that was started. One that is not needed is never built.
 *
 * @param source the caller closes it
 * @param refused why one that is preferred could not be had, by name
 */
public record CpuChoice(CpuTimeSource source, Map<String, String> refused) {
  private static final String FIRST = "bpf";
  private static final String FALL_BACK = "cgroup";

  /** Takes a copy of the map. */
  public CpuChoice {
    refused = Map.copyOf(refused);
  }

  /** Starts BPF, or where the kernel refuses it the fall-back, unless one of them was asked for. */
  public static CpuChoice of(CpuSource wanted, Map<String, CpuTimeStart> starts)
      throws CpuTimeUnavailableException {
    if (wanted != CpuSource.AUTO) {
      return new CpuChoice(start(wanted.name().toLowerCase(Locale.ROOT), starts), Map.of());
    }
    try {
      return new CpuChoice(start(FIRST, starts), Map.of());
    } catch (CpuTimeUnavailableException e) {
      return new CpuChoice(start(FALL_BACK, starts), Map.of(FIRST, String.valueOf(e.getMessage())));
    }
  }

  private static CpuTimeSource start(String name, Map<String, CpuTimeStart> starts)
      throws CpuTimeUnavailableException {
    return Objects.requireNonNull(starts.get(name), name).start();
  }
}
