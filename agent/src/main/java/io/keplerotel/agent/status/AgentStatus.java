// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.status;

import java.util.Map;

/**
 * What works after a tick and what does not, and why: the one answer that health pages and metrics
 * give, made of the faults that the log has told. Immutable.
 *
 * @param sources all sources by name
 * @param cpuTimeSource who counts CPU time, such as {@code bpf}; empty before anybody does
 * @param faults what is told of the present faults, by source and part
 */
public record AgentStatus(
    Map<String, SourceState> sources, String cpuTimeSource, Map<String, String> faults) {
  /** Before the first tick. */
  public static final AgentStatus UNKNOWN = new AgentStatus(Map.of(), "", Map.of());

  /** Takes copies. */
  public AgentStatus {
    sources = Map.copyOf(sources);
    faults = Map.copyOf(faults);
  }

  /** Whether this source is known and available. */
  public boolean works(String source) {
    SourceState state = sources.get(source);
    return state != null && state.available();
  }

  /**
   * Whether a source works.
   *
   * @param reason why not; empty if it does
   */
  public record SourceState(boolean available, String reason) {
    /** It works. */
    public static final SourceState AVAILABLE = new SourceState(true, "");

    /** It does not. */
    public static SourceState unavailable(String reason) {
      return new SourceState(false, reason);
    }
  }
}
