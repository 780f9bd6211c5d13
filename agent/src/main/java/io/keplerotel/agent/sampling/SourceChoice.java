// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.sampling;

import io.keplerotel.agent.config.CpuSource;
import io.keplerotel.agent.model.Fault;
import io.keplerotel.agent.model.TickLoad;
import io.keplerotel.agent.power.FallBackSource;
import io.keplerotel.agent.power.PowerReading;
import io.keplerotel.agent.power.PowerSource;
import io.keplerotel.agent.power.TrialSource;
import io.keplerotel.agent.power.TrialSource.Coverage;
import io.keplerotel.agent.usage.CpuTimeSource;
import io.keplerotel.agent.usage.CpuTimeStart;
import io.keplerotel.agent.usage.CpuTimeUnavailableException;
import jakarta.inject.Provider;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
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
  /** In the order of preference. */
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
   * The sources of power, in the order in which they are to be read: the last is preferred, each
   * other one is read while all behind it cover nothing.
   *
   * @param wanted names, those that are preferred first; or {@code auto}
   */
  public List<PowerSource> power(List<String> wanted, Map<String, Provider<PowerSource>> sources) {
    Deque<PowerSource> chosen = new ArrayDeque<>();
    List<TrialSource> preferred = new ArrayList<>();
    for (String name : wanted.contains(AUTO) ? POWER_BY_PREFERENCE : wanted) {
      TrialSource source = new TrialSource(Objects.requireNonNull(sources.get(name), name).get());
      begin(source);
      chosen.addFirst(preferred.isEmpty() ? source : new FallBackSource(source, preferred));
      preferred.add(source);
    }
    return List.copyOf(chosen);
  }

  private void begin(TrialSource source) {
    if (source.discover().isEmpty()) {
      refused.put(source.name(), "this machine shows no zones");
    }
    PowerReading reading = source.read(new TickLoad(0, 0, 1));
    reading.faults().stream()
        .map(Fault::message)
        .findFirst()
        .filter(why -> source.coverage() == Coverage.NOT_COVERED)
        .ifPresent(why -> refused.put(source.name(), why));
  }

  private static CpuTimeSource start(String name, Map<String, CpuTimeStart> starts)
      throws CpuTimeUnavailableException {
    return Objects.requireNonNull(starts.get(name), name).start();
  }
}
