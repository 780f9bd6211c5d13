// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.powercap;

import io.keplerotel.agent.linux.fs.HostFiles;
import io.keplerotel.agent.linux.fs.SmallFile;
import io.keplerotel.agent.linux.fs.UnreadableException;
import io.keplerotel.agent.model.Fault;
import io.keplerotel.agent.model.Reading;
import io.keplerotel.agent.model.TickLoad;
import io.keplerotel.agent.power.Discovery;
import io.keplerotel.agent.power.PowerReading;
import io.keplerotel.agent.power.PowerSource;
import io.keplerotel.agent.power.rapl.RaplCpu;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads RAPL's energy counters, as the kernel's powercap class shows them. */
public final class PowercapSource implements PowerSource {
  /** Its key in the configuration. */
  public static final String NAME = "rapl";

  private static final Logger LOG = System.getLogger(PowercapSource.class.getName());
  private static final long SEARCH_AGAIN_NS = 60_000_000_000L;

  private final HostFiles files;
  private final SmallFile file = new SmallFile();
  private final Map<String, ZoneDirectory> zones = new LinkedHashMap<>();
  private final Set<String> leftOut = new HashSet<>();
  private Optional<RaplCpu> cpu = Optional.empty();
  private List<Fault> searchFaults = List.of();
  private long sinceSearchNs;

  /** Assigns. */
  public PowercapSource(HostFiles files) {
    this.files = files;
  }

  @Override
  public Discovery discover() {
    search();
    return zones.isEmpty() && !searchFaults.isEmpty()
        ? Discovery.none(searchFaults.getFirst().message())
        : Discovery.of(zones.values().stream().map(ZoneDirectory::zone).toList());
  }

  private void search() {
    ZoneSearch.Result result = new ZoneSearch(file, cpu()).search(files.powercap());
    // Zones that are not found again stay: that they are missing is a fault, and shows in read.
    result.zones().forEach(zone -> zones.put(zone.zone().id(), zone));
    searchFaults = result.faults();
    sinceSearchNs = 0;
    for (String directory : result.leftOut()) {
      if (leftOut.add(directory)) {
        LOG.log(
            Level.INFO,
            "powercaps {0} is not counted: on AMD it is one core shown as all, or the package once more",
            directory);
      }
    }
  }

  private RaplCpu cpu() {
    if (cpu.isEmpty()) {
      cpu = Optional.of(RaplCpu.read(files, file));
    }
    return cpu.get();
  }

  /** Reads, and looks for new zones once a minute. */
  @Override
  public PowerReading read(TickLoad load) {
    sinceSearchNs += load.elapsedNs();
    if (sinceSearchNs >= SEARCH_AGAIN_NS) {
      search();
    }
    List<Reading> readings = new ArrayList<>(zones.size());
    List<Fault> faults = new ArrayList<>(searchFaults);
    for (ZoneDirectory zone : zones.values()) {
      try {
        long energyUj = file.number(zone.energy());
        readings.add(new Reading.Counter(zone.zone(), energyUj, zone.rangeUj(), zone.greatestUw()));
      } catch (UnreadableException e) {
        faults.add(new Fault(zone.zone().id(), e.getMessage()));
      }
    }
    return new PowerReading(readings, faults);
  }
}
