// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.sampling;

import io.keplerotel.agent.config.CpuSource;
import io.keplerotel.agent.cpu.CpuTimeSource;
import io.keplerotel.agent.cpu.CpuTimeStart;
import io.keplerotel.agent.cpu.CpuTimeUnavailableException;
import io.keplerotel.agent.model.Fault;
import io.keplerotel.agent.model.TickLoad;
import io.keplerotel.agent.power.PowerReading;
import io.keplerotel.agent.power.PowerSource;
import jakarta.inject.Provider;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Chooses among the sources at start: what is wanted and can be had. A source that nobody wants is
 * never built.
 */
public final class SourceChoice {
  /** In the order of preference; the first that can read anything is taken. */
  private static final List<String> POWER_BY_PREFERENCE = List.of("rapl", "estimated");

  private static final String CPU_FIRST = "bpf";
  private static final String CPU_FALL_BACK = "cgroup";
  private static final String AUTO = "auto";

  private final Map<String, String> refused = new LinkedHashMap<>();

  /** Why sources that were wanted could not be had, by name. */
  public Map<String, String> refused() {
    return Map.copyOf(refused);
  }

  /** Starts BPF, or where the kernel refuses it the fall-back, unless one of them was asked for. */
  public CpuTimeSource cpu(CpuSource wanted, Map<String, CpuTimeStart> starts)
      throws CpuTimeUnavailableException {
    if (wanted != CpuSource.AUTO) {
      return start(wanted.name().toLowerCase(Locale.ROOT), starts);
    }
    try {
      return start(CPU_FIRST, starts);
    } catch (CpuTimeUnavailableException e) {
      refused.put(CPU_FIRST, e.getMessage());
      return start(CPU_FALL_BACK, starts);
    }
  }

  /**
   * Finds the sources of power.
   *
   * @param wanted names, or {@code auto} for the first by preference that can read anything
   */
  public List<PowerSource> power(List<String> wanted, Map<String, Provider<PowerSource>> sources) {
    boolean auto = wanted.contains(AUTO);
    List<PowerSource> chosen = new ArrayList<>();
    for (String name : auto ? POWER_BY_PREFERENCE : wanted) {
      PowerSource source = Objects.requireNonNull(sources.get(name), name).get();
      if (reads(source)) {
        chosen.add(source);
        if (auto) {
          break;
        }
      }
    }
    return chosen;
  }

  private boolean reads(PowerSource source) {
    if (source.discover().isEmpty()) {
      refused.put(source.name(), "this machine shows no zones");
      return false;
    }
    PowerReading reading = source.read(new TickLoad(0, 0, 1));
    if (!reading.readings().isEmpty()) {
      return true;
    }
    refused.put(
        source.name(),
        reading.faults().stream().map(Fault::message).findFirst().orElse("it reads nothing"));
    return false;
  }

  private static CpuTimeSource start(String name, Map<String, CpuTimeStart> starts)
      throws CpuTimeUnavailableException {
    return Objects.requireNonNull(starts.get(name), name).start();
  }
}
