// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.status;

import io.keplerotel.agent.model.Fault;
import io.keplerotel.agent.sampling.Discovered;
import io.keplerotel.agent.sampling.FaultLog;
import io.keplerotel.agent.sampling.SampleSources;
import io.keplerotel.agent.sampling.TickRecord;
import io.keplerotel.agent.status.AgentStatus.SourceState;
import io.keplerotel.agent.status.AgentStatus.Sources;
import io.keplerotel.agent.workload.PodSource;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds out what works, from what was found at the start and from the faults of each tick. */
final class SourceStates {
  private static final String KUBERNETES = "kubernetes";
  private static final String CGROUPS = "cgroups";
  private static final String PODS = "pods";

  private final SampleSources sources;
  private final Discovered found;
  private final FaultLog faults;

  @Inject
  SourceStates(SampleSources sources, Discovered found, FaultLog faults) {
    this.sources = sources;
    this.found = found;
    this.faults = faults;
  }

  /** After a tick. Says what the log has said of it, and nothing else. */
  Sources after(TickRecord tick) {
    faults.report(CGROUPS, sources.workloads().faults(), tick.startedNs());
    Map<String, SourceState> states = new HashMap<>();
    Map<String, String> refused = found.refused();
    refused.forEach((name, why) -> states.put(name, SourceState.unavailable(why)));
    if (tick.ticks() > 0) {
      // Those that stand by are not asked, and so have no state.
      found.powerSources().forEach(states::remove);
    }
    tick.zonesBySource()
        .forEach(
            (name, zones) -> {
              if (!zones.isEmpty()) {
                states.put(name, stateOf(name));
              } else if (!found.absent().containsKey(name)) {
                states.put(name, none(name, refused));
              }
            });
    String cpu = sources.cpu().name();
    states.put(cpu, stateOf(cpu));
    states.put(CGROUPS, stateOf(CGROUPS));
    sources.events().ifPresent(events -> states.put(events.name(), stateOf(events.name())));
    sources.pods().state().ifPresent(pods -> states.put(KUBERNETES, stateOf(pods, tick)));
    return new Sources(states, found.powerSources(), cpu, faults.current(), tick.compared());
  }

  /** What is not known about pods is a fault of the source, never of the agent. */
  private SourceState stateOf(PodSource.State pods, TickRecord tick) {
    if (pods.available()) {
      return SourceState.AVAILABLE;
    }
    if (!pods.reason().isEmpty()) {
      faults.report(KUBERNETES, List.of(new Fault(PODS, pods.reason())), tick.startedNs());
    }
    return SourceState.unavailable(pods.reason());
  }

  private SourceState stateOf(String source) {
    return faults.disabling(source).map(SourceState::unavailable).orElse(SourceState.AVAILABLE);
  }

  /** It reads nothing. */
  private SourceState none(String source, Map<String, String> refused) {
    return SourceState.unavailable(
        faults.current().entrySet().stream()
            .filter(entry -> entry.getKey().startsWith(source + " "))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElse(refused.getOrDefault(source, "it reads nothing")));
  }
}
