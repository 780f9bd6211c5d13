// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.powercap;

import io.keplerotel.agent.linux.fs.SmallFile;
import io.keplerotel.agent.linux.fs.UnreadableException;
import io.keplerotel.agent.model.Fault;
import io.keplerotel.agent.model.Provenance;
import io.keplerotel.agent.model.Reading;
import io.keplerotel.agent.model.TickLoad;
import io.keplerotel.agent.model.UsageKind;
import io.keplerotel.agent.model.Zone;
import io.keplerotel.agent.power.Discovery;
import io.keplerotel.agent.power.PowerReading;
import io.keplerotel.agent.power.PowerSource;
import io.keplerotel.agent.power.rapl.RaplCpu;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads what the host of this virtual machine says that it has used, in the shape of powercap. The
 * host counts by its own ticks: nothing is told while its counters stand still, and what they have
 * moved by is divided by who used the CPUs in all the time since they moved before.
 */
public final class HandedSource implements PowerSource {
  /** Its key in the configuration, and what its zones say. */
  public static final String NAME = "host";

  /** As long as the host's ticks may be; after that it has stopped. */
  private static final long SILENT_NS = 60_000_000_000L;

  private static final long SEARCH_AGAIN_NS = 60_000_000_000L;

  private final Optional<Path> folder;
  private final SmallFile file = new SmallFile();
  private final Map<String, ZoneDirectory> zones = new LinkedHashMap<>();
  private List<Fault> searchFaults = List.of();
  private Map<String, Long> shown = Map.of();
  private long sinceSearchNs;

  /** Reads nothing yet; empty where nobody has said where. */
  public HandedSource(Optional<Path> folder) {
    this.folder = folder;
  }

  @Override
  public Discovery discover() {
    search();
    if (!zones.isEmpty()) {
      return Discovery.of(zones.values().stream().map(ZoneDirectory::zone).toList());
    }
    return Discovery.none(searchFaults.isEmpty() ? nothing() : searchFaults.getFirst().message());
  }

  @Override
  public long silentNs() {
    return SILENT_NS;
  }

  @Override
  public PowerReading read(TickLoad load) {
    sinceSearchNs += load.elapsedNs();
    if (zones.isEmpty() || sinceSearchNs >= SEARCH_AGAIN_NS) {
      search();
    }
    List<Reading> readings = new ArrayList<>(zones.size());
    List<Fault> faults = new ArrayList<>(searchFaults);
    if (zones.isEmpty() && faults.isEmpty()) {
      faults.add(Fault.disabling("zones", nothing()));
    }
    Map<String, Long> now = new LinkedHashMap<>();
    for (ZoneDirectory zone : zones.values()) {
      try {
        long energyUj = file.number(zone.energy());
        now.put(zone.zone().id(), energyUj);
        readings.add(new Reading.Counter(zone.zone(), energyUj, zone.rangeUj()));
      } catch (UnreadableException e) {
        faults.add(new Fault(zone.zone().id(), e.getMessage()));
      }
    }
    boolean stands = now.equals(shown);
    shown = now;
    return new PowerReading(stands ? List.of() : readings, faults);
  }

  /** The host has made sure that each zone is what it is called, whatever CPU this one shows. */
  private void search() {
    if (folder.isEmpty()) {
      return;
    }
    ZoneSearch.Result result = new ZoneSearch(file, RaplCpu.UNKNOWN).search(folder.get());
    for (ZoneDirectory found : result.zones()) {
      Zone zone = handed(found.zone());
      zones.put(zone.id(), new ZoneDirectory(zone, found.energy(), found.rangeUj(), 0));
    }
    searchFaults = result.faults();
    sinceSearchNs = 0;
  }

  private static Zone handed(Zone zone) {
    return new Zone(
        zone.id(),
        zone.component(),
        zone.packageId(),
        zone.parent(),
        NAME,
        Provenance.MEASURED,
        UsageKind.cpuTimeBetween(NAME));
  }

  private String nothing() {
    return folder
        .map(
            path ->
                "there are no zones in %s; mount what the host shares, and look whether vm.export.dir is set there and has a folder for this machine"
                    .formatted(path))
        .orElse("power.host.dir is not set");
  }
}
