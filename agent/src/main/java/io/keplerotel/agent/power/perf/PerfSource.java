// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.perf;

import io.keplerotel.agent.linux.fs.CpuPlace;
import io.keplerotel.agent.linux.fs.HostFiles;
import io.keplerotel.agent.linux.fs.SmallFile;
import io.keplerotel.agent.linux.fs.UnreadableException;
import io.keplerotel.agent.linux.perf.PerfEvents;
import io.keplerotel.agent.linux.perf.PerfException;
import io.keplerotel.agent.linux.perf.Pmu;
import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.model.Fault;
import io.keplerotel.agent.model.Reading;
import io.keplerotel.agent.model.TickLoad;
import io.keplerotel.agent.model.Zone;
import io.keplerotel.agent.power.Discovery;
import io.keplerotel.agent.power.PowerReading;
import io.keplerotel.agent.power.PowerSource;
import io.keplerotel.agent.power.rapl.RaplCpu;
import io.keplerotel.agent.power.rapl.RaplPlace;
import io.keplerotel.agent.power.rapl.RaplPlaces;
import io.keplerotel.agent.power.rapl.RaplZones;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads RAPL through the kernel's PMU {@code power}, and AMD's counters of single cores through
 * {@code power_core}, summed by package. The kernel makes up for wraps, so the counts are 64 bits.
 */
public final class PerfSource implements PowerSource {
  /** Its key in the configuration. */
  public static final String NAME = "perf";

  private static final RaplZones ZONES = new RaplZones("rapl-perf");
  private static final String PMU = "power";
  private static final String CORE_PMU = "power_core";
  private static final String CORE_EVENT = "energy-core";
  private static final long LOOK_AGAIN_NS = 10_000_000_000L;

  // arch/x86/events/rapl.c
  private static final List<Event> EVENTS =
      List.of(
          new Event("energy-pkg", Component.PACKAGE),
          new Event("energy-cores", Component.CORE),
          new Event("energy-gpu", Component.UNCORE),
          new Event("energy-ram", Component.DRAM),
          new Event("energy-psys", Component.PLATFORM));

  private final HostFiles files;
  private final PerfEvents events;
  private final SmallFile file = new SmallFile();
  private final Map<String, PerfZone> zones = new LinkedHashMap<>();
  private Optional<RaplPlaces> places = Optional.empty();
  private List<Fault> lookFaults = new ArrayList<>();
  private long sinceLookNs;

  /** Opens nothing yet. */
  public PerfSource(HostFiles files, PerfEvents events) {
    this.files = files;
    this.events = events;
  }

  @Override
  public Discovery discover() {
    if (Pmu.find(files, PMU, file).isEmpty()) {
      return Discovery.absent(
          "the kernel has no PMU named power: a virtual machine, or no module for this CPU");
    }
    look();
    List<Zone> found = counted();
    return found.isEmpty() && !lookFaults.isEmpty()
        ? Discovery.none(lookFaults.getFirst().message())
        : Discovery.of(found);
  }

  /** Reads, and looks every ten seconds for what has come, and on which CPUs it is counted. */
  @Override
  public PowerReading read(TickLoad load) {
    sinceLookNs += load.elapsedNs();
    if (sinceLookNs >= LOOK_AGAIN_NS) {
      look();
    }
    List<Reading> readings = new ArrayList<>(zones.size());
    List<Fault> faults = new ArrayList<>(lookFaults);
    for (PerfZone zone : zones.values()) {
      if (zone.isCounted()) {
        try {
          readings.add(new Reading.Counter(zone.zone, zone.readUj(), 0));
        } catch (PerfException e) {
          faults.add(new Fault(zone.zone.id(), e.getMessage()));
        }
      }
    }
    return new PowerReading(readings, faults);
  }

  private List<Zone> counted() {
    return zones.values().stream().filter(PerfZone::isCounted).map(zone -> zone.zone).toList();
  }

  private void look() {
    sinceLookNs = 0;
    lookFaults = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    Pmu.find(files, PMU, file).ifPresent(pmu -> packages(pmu, seen));
    Pmu.find(files, CORE_PMU, file).ifPresent(pmu -> cores(pmu, seen));
    zones.forEach(
        (id, zone) -> {
          if (!seen.contains(id)) {
            count(zone, List.of());
          }
        });
  }

  private void packages(Pmu pmu, Set<String> seen) {
    try {
      List<RaplPlace> found = places().of(threads(pmu));
      for (Event event : EVENTS) {
        Optional<Pmu.Scaled> scaled = pmu.event(event.name());
        for (RaplPlace place : scaled.isPresent() ? found : List.<RaplPlace>of()) {
          Zone zone = place.zone(event.component(), ZONES);
          seen.add(zone.id());
          count(zone(zone, scaled.get()), List.of(place.cpu()));
        }
      }
    } catch (UnreadableException e) {
      lookFaults.add(new Fault(PMU, e.getMessage()));
    }
  }

  /** All cores of a package together. */
  private void cores(Pmu pmu, Set<String> seen) {
    try {
      Optional<Pmu.Scaled> scaled = pmu.event(CORE_EVENT);
      if (scaled.isEmpty()) {
        return;
      }
      Map<Zone, List<Integer>> cpus = new LinkedHashMap<>();
      for (CpuPlace thread : threads(pmu)) {
        Zone zone =
            ZONES.inside(places().id(thread), Integer.toString(thread.packageId()), Component.CORE);
        cpus.computeIfAbsent(zone, cores -> new ArrayList<>()).add(thread.cpu());
      }
      cpus.forEach(
          (zone, own) -> {
            seen.add(zone.id());
            count(zone(zone, scaled.get()), own);
          });
    } catch (UnreadableException e) {
      lookFaults.add(new Fault(CORE_PMU, e.getMessage()));
    }
  }

  private RaplPlaces places() {
    if (places.isEmpty()) {
      places = Optional.of(new RaplPlaces(RaplCpu.read(files, file)));
    }
    return places.get();
  }

  private List<CpuPlace> threads(Pmu pmu) throws UnreadableException {
    return pmu.cpus().stream().map(cpu -> CpuPlace.read(files, file, cpu)).toList();
  }

  private PerfZone zone(Zone zone, Pmu.Scaled event) {
    return zones.computeIfAbsent(zone.id(), id -> new PerfZone(zone, event));
  }

  private void count(PerfZone zone, List<Integer> cpus) {
    try {
      zone.countOn(cpus, events);
    } catch (PerfException e) {
      lookFaults.add(new Fault(zone.zone.id(), e.getMessage() + advice(e)));
    }
  }

  private String advice(PerfException e) {
    return switch (e.reason()) {
      case DENIED ->
          "; kernel.perf_event_paranoid is %s: give the agent CAP_PERFMON (before Linux 5.8 CAP_SYS_ADMIN), or run sysctl kernel.perf_event_paranoid=0; in a container its seccomp profile must allow perf_event_open too"
              .formatted(paranoid());
      case OTHER -> "; it is left out until the kernel counts it";
    };
  }

  private String paranoid() {
    try {
      return file.text(files.perfEventParanoid()).strip();
    } catch (UnreadableException ignored) {
      // The advice is the same.
      return "not known";
    }
  }

  /** An event of the PMU, and what it counts. */
  private record Event(String name, Component component) {}
}
