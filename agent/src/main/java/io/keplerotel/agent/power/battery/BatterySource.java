// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.battery;

import io.keplerotel.agent.linux.fs.HostFiles;
import io.keplerotel.agent.linux.fs.SensorFile;
import io.keplerotel.agent.linux.fs.UnreadableException;
import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.model.Fault;
import io.keplerotel.agent.model.Provenance;
import io.keplerotel.agent.model.Reading;
import io.keplerotel.agent.model.TickLoad;
import io.keplerotel.agent.model.Zone;
import io.keplerotel.agent.power.Discovery;
import io.keplerotel.agent.power.PowerReading;
import io.keplerotel.agent.power.PowerSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What all batteries together give while the machine runs on nothing else: then it is what the
 * whole machine uses, screen and losses included. On mains it rests: a battery that charges, or is
 * full, says nothing of the machine.
 */
public final class BatterySource implements PowerSource {
  /** Its key in the configuration. */
  public static final String NAME = "battery";

  /** The zone of all of them. */
  static final Zone ZONE =
      new Zone("battery", Component.PLATFORM, "", Optional.empty(), NAME, Provenance.MEASURED);

  private static final long SEARCH_AGAIN_NS = 60_000_000_000L;

  /** More than the battery of anything that is carried gives, µW. */
  private static final long LIMIT_UW = 2_000_000_000L;

  private static final double UW_PER_W = 1e6;

  private final SupplySearch search;
  private final HostFiles files;
  private final SensorFile reader;
  private SupplySearch.Result supplies = new SupplySearch.Result(List.of(), List.of());
  private long sinceSearchNs;

  /** Reads this machine's files. */
  BatterySource(HostFiles files) {
    this(files, new SensorFile());
  }

  /** Reads by a reader that may answer as some driver does. */
  BatterySource(HostFiles files, SensorFile reader) {
    this.files = files;
    this.reader = reader;
    this.search = new SupplySearch(reader);
  }

  @Override
  public Discovery discover() {
    supplies = search.search(files.powerSupplies());
    return supplies.batteries().isEmpty()
        ? Discovery.absent("this machine has no battery")
        : Discovery.of(List.of(ZONE));
  }

  /** Reads, and looks for batteries and chargers once a minute. */
  @Override
  public PowerReading read(TickLoad load) {
    sinceSearchNs += load.elapsedNs();
    if (sinceSearchNs >= SEARCH_AGAIN_NS) {
      sinceSearchNs = 0;
      supplies = search.search(files.powerSupplies());
    }
    if (supplies.batteries().isEmpty()) {
      return new PowerReading(List.of(), List.of());
    }
    try {
      long powerUw = supplies.onMains(reader) ? 0 : dischargedUw();
      // For some seconds after the plug was pulled many say 0.
      return powerUw == 0 ? PowerReading.resting(Set.of(ZONE)) : reading(powerUw);
    } catch (UnreadableException e) {
      return new PowerReading(List.of(), List.of(new Fault(ZONE.id(), e.getMessage())));
    }
  }

  private static PowerReading reading(long powerUw) {
    return new PowerReading(
        List.of(new Reading.Power(ZONE, powerUw, OptionalLong.empty())), List.of());
  }

  /** What all that discharge give, µW; 0 where one of them charges. */
  private long dischargedUw() throws UnreadableException {
    long sumUw = 0;
    for (Battery battery : supplies.batteries()) {
      switch (battery.state(reader)) {
        case CHARGES -> {
          return 0;
        }
        case DISCHARGES -> sumUw += plausible(battery, battery.powerUw(reader));
        case RESTS -> {}
      }
    }
    return sumUw;
  }

  private static long plausible(Battery battery, long powerUw) throws UnreadableException {
    if (powerUw > LIMIT_UW) {
      throw UnreadableException.malformed(
          battery.folder(), "it says %.6g W, which no battery gives".formatted(powerUw / UW_PER_W));
    }
    return powerUw;
  }
}
