// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.status;

import io.keplerotel.agent.attribution.IdlePower;
import io.keplerotel.agent.model.GpuState;
import io.keplerotel.agent.model.Machine;
import io.keplerotel.agent.model.Zone;
import io.keplerotel.agent.power.Disagreement;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How the agent was when a tick ended: the one answer that health, pages and metrics give.
 * Immutable; made by the tick beside its snapshot.
 *
 * @param ticks how ticking goes
 * @param sources what works and what does not
 * @param losses what went wrong since the start
 * @param zones whose energy is counted
 * @param idle how sure those of them are whose idle power is learnt
 * @param estimate how sure those of them are that are estimated; empty where none is
 * @param gpus how GPUs are that tell it
 * @param machine what the kernel runs on
 * @param cost what the agent costs and does
 */
public record AgentStatus(
    Ticks ticks,
    Sources sources,
    Losses losses,
    List<Zone> zones,
    List<IdlePower> idle,
    Optional<EstimateState> estimate,
    List<GpuState> gpus,
    Machine machine,
    Cost cost) {
  /** Before the first tick. */
  public static final AgentStatus UNKNOWN =
      new AgentStatus(
          new Ticks(0, 0, OptionalLong.empty()),
          Sources.NONE,
          Losses.NONE,
          List.of(),
          List.of(),
          Optional.empty(),
          List.of(),
          Machine.UNKNOWN,
          Cost.UNKNOWN);

  /** Takes copies of the lists. */
  public AgentStatus {
    zones = List.copyOf(zones);
    idle = List.copyOf(idle);
    gpus = List.copyOf(gpus);
  }

  /**
   * Ticks so far.
   *
   * @param count how many were booked
   * @param tookNs what all of them took, ns
   * @param endedNs when the last one ended, by a clock that never steps, ns; empty before the first
   */
  public record Ticks(long count, long tookNs, OptionalLong endedNs) {
    /**
     * How long ago the last one ended, ns.
     *
     * @param nowNs the present, by the same clock, ns
     */
    public OptionalLong ageNs(long nowNs) {
      return endedNs.isPresent()
          ? OptionalLong.of(nowNs - endedNs.getAsLong())
          : OptionalLong.empty();
    }
  }

  /**
   * What works and what does not, and why, as the log has told it.
   *
   * @param states of all sources that are wanted and do not stand by, by name
   * @param power names of those among them that read energy
   * @param cpuTime who counts CPU time, such as {@code bpf}; empty before anybody does
   * @param faults what is told of the present faults, by source and part
   * @param compared what is known of zones that two sources show
   */
  public record Sources(
      Map<String, SourceState> states,
      Collection<String> power,
      String cpuTime,
      Map<String, String> faults,
      List<Disagreement> compared) {
    /** Nothing is known. */
    public static final Sources NONE = new Sources(Map.of(), List.of(), "", Map.of());

    /** Takes copies. */
    public Sources {
      states = Map.copyOf(states);
      power = List.copyOf(power);
      faults = Map.copyOf(faults);
      compared = List.copyOf(compared);
    }

    /** Where no two sources show the same. */
    public Sources(
        Map<String, SourceState> states,
        Collection<String> power,
        String cpuTime,
        Map<String, String> faults) {
      this(states, power, cpuTime, faults, List.of());
    }

    /** Whether this source is known and available. */
    public boolean works(String source) {
      SourceState state = states.get(source);
      return state != null && state.available();
    }

    /** Whether energy is read. */
    public boolean powerWorks() {
      return power.stream().anyMatch(this::works);
    }

    /** Whether CPU time is read as it should be. */
    public boolean cpuTimeWorks() {
      return works(cpuTime);
    }
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
