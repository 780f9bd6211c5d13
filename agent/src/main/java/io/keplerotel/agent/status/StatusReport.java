// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.status;

import io.keplerotel.agent.attribution.IdlePower;
import io.keplerotel.agent.model.Machine;
import io.keplerotel.agent.model.Zone;
import io.keplerotel.agent.power.GpuStates;
import io.keplerotel.agent.power.PowerSample.Takeover;
import io.keplerotel.agent.sampling.Clock;
import io.keplerotel.agent.sampling.FaultLog;
import io.keplerotel.agent.sampling.Sampler;
import io.keplerotel.agent.sampling.TickRecord;
import io.keplerotel.agent.status.AgentStatus.Ticks;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Makes the status after each tick and publishes it by one volatile write. {@link #update} belongs
 * to the sampler's thread; {@link #get} to any.
 */
@Singleton
public final class StatusReport implements Supplier<AgentStatus> {
  private static final String CONFIGURATION = "configuration";

  private final Sampler sampler;
  private final FaultLog faults;
  private final SourceStates sources;
  private final PowerWatch power;
  private final EstimateReport estimate;
  private final GpuStates gpus;
  private final CostReport cost;
  private final Machine machine;
  private final Clock clock;

  private TickRecord before = TickRecord.NONE;
  private volatile AgentStatus latest = AgentStatus.UNKNOWN;

  @Inject
  StatusReport(
      Sampler sampler,
      FaultLog faults,
      SourceStates sources,
      PowerWatch power,
      EstimateReport estimate,
      GpuStates gpus,
      CostReport cost,
      Machine machine,
      Clock clock) {
    this.sampler = sampler;
    this.faults = faults;
    this.sources = sources;
    this.power = power;
    this.estimate = estimate;
    this.gpus = gpus;
    this.cost = cost;
    this.machine = machine;
    this.clock = clock;
  }

  /** That of the last tick. */
  @Override
  public AgentStatus get() {
    return latest;
  }

  /** After a tick, also one that waits for the next and has booked nothing. */
  public void update() {
    TickRecord tick = sampler.lastTick();
    AgentStatus last = latest;
    boolean booked = tick.ticks() != before.ticks();
    List<Zone> zones = booked ? counted(tick) : last.zones();
    if (booked) {
      faults.report(CONFIGURATION, power.after(tick, zones), tick.startedNs());
    }
    latest =
        new AgentStatus(
            booked ? ticks(last.ticks(), tick) : last.ticks(),
            sources.after(tick),
            booked ? losses(last.losses(), tick) : last.losses(),
            zones,
            booked ? idle(tick, zones) : last.idle(),
            estimate.after(zones),
            gpus.present(),
            machine,
            cost.after(sampler.latest(), booked ? tick.busyNs() - before.busyNs() : 0));
    before = tick;
  }

  private static List<IdlePower> idle(TickRecord tick, List<Zone> zones) {
    return tick.booking().idle().stream().filter(each -> zones.contains(each.zone())).toList();
  }

  private Ticks ticks(Ticks last, TickRecord tick) {
    return new Ticks(
        tick.ticks(), last.tookNs() + tick.tookNs(), OptionalLong.of(clock.nanoTime()));
  }

  private Losses losses(Losses last, TickRecord tick) {
    Losses losses = last.with(faults.counts(), tick.lostRecords(), tick.lostNs());
    for (Zone zone : tick.booking().resets()) {
      losses = losses.reset(zone.id());
    }
    for (var gap : tick.booking().gaps()) {
      losses = losses.zone(gap.zone().id(), gap.lengthNs());
    }
    for (Takeover takeover : tick.takeovers()) {
      // What was used while nobody told it is not known.
      for (Zone zone : takeover.silentNs() > 0 ? takeover.zones() : List.<Zone>of()) {
        losses = losses.zone(zone.id(), takeover.silentNs());
      }
    }
    return losses;
  }

  /**
   * Zones of sources that another one has taken over from stay in the snapshot, and stand still.
   */
  private List<Zone> counted(TickRecord tick) {
    Set<String> read = new HashSet<>();
    tick.zonesBySource().values().forEach(zones -> zones.forEach(zone -> read.add(zone.source())));
    return sampler.latest().zones().stream().filter(zone -> read.contains(zone.source())).toList();
  }
}
