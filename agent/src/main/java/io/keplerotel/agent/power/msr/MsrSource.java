// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.msr;

import io.keplerotel.agent.linux.fs.CpuList;
import io.keplerotel.agent.linux.fs.CpuPlace;
import io.keplerotel.agent.linux.fs.CpuRegisters;
import io.keplerotel.agent.linux.fs.HostFiles;
import io.keplerotel.agent.linux.fs.SmallFile;
import io.keplerotel.agent.linux.fs.UnreadableException;
import io.keplerotel.agent.linux.fs.UnreadableException.Reason;
import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.model.Fault;
import io.keplerotel.agent.model.Reading;
import io.keplerotel.agent.model.TickLoad;
import io.keplerotel.agent.model.Zone;
import io.keplerotel.agent.power.Discovery;
import io.keplerotel.agent.power.PowerReading;
import io.keplerotel.agent.power.PowerSource;
import io.keplerotel.agent.power.msr.Registers.Register;
import io.keplerotel.agent.power.rapl.RaplCpu;
import io.keplerotel.agent.power.rapl.RaplPlace;
import io.keplerotel.agent.power.rapl.RaplPlaces;
import io.keplerotel.agent.power.rapl.RaplZones;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads RAPL's counters from the CPU's registers, through the kernel's {@code msr} devices. */
public final class MsrSource implements PowerSource {
  /** Its key in the configuration. */
  public static final String NAME = "msr";

  private static final RaplZones ZONES = new RaplZones("rapl-msr");
  private static final long LOOK_AGAIN_NS = 10_000_000_000L;

  private final HostFiles files;
  private final CpuRegisters registers;
  private final SmallFile file = new SmallFile();
  private final Map<String, CoreSum> sums = new HashMap<>();
  private Optional<Cpu> cpu = Optional.empty();
  private List<MsrZone> zones = List.of();
  private List<Fault> lookFaults = List.of();
  private long sinceLookNs;

  /** Opens nothing yet. */
  public MsrSource(HostFiles files, CpuRegisters registers) {
    this.files = files;
    this.registers = registers;
  }

  /** The CPUs of this machine. */
  private record Cpu(RaplCpu model, Registers registers, RaplPlaces places) {}

  @Override
  public Discovery discover() {
    RaplCpu model = RaplCpu.read(files, file);
    cpu = Registers.of(model).map(known -> new Cpu(model, known, new RaplPlaces(model)));
    if (cpu.isEmpty()) {
      return Discovery.absent("this CPU is not known to have RAPL's registers");
    }
    look();
    return zones.isEmpty() && !lookFaults.isEmpty()
        ? Discovery.none(lookFaults.getFirst().message())
        : Discovery.of(zones.stream().map(MsrZone::zone).toList());
  }

  /** Reads, and looks every ten seconds which CPUs are online. */
  @Override
  public PowerReading read(TickLoad load) {
    sinceLookNs += load.elapsedNs();
    if (sinceLookNs >= LOOK_AGAIN_NS) {
      look();
    }
    List<Reading> readings = new ArrayList<>(zones.size());
    List<Fault> faults = new ArrayList<>(lookFaults);
    for (MsrZone zone : zones) {
      try {
        readings.add(zone.read(registers));
      } catch (UnreadableException e) {
        faults.add(new Fault(zone.zone().id(), e.getMessage()));
      }
    }
    return new PowerReading(readings, faults);
  }

  private void look() {
    sinceLookNs = 0;
    List<Fault> faults = new ArrayList<>();
    cpu.ifPresent(known -> zones = find(known, faults));
    lookFaults = faults;
  }

  private List<MsrZone> find(Cpu known, List<Fault> faults) {
    List<MsrZone> found = new ArrayList<>();
    try {
      List<CpuPlace> threads =
          CpuList.read(file, files.onlineCpus()).stream()
              .map(thread -> CpuPlace.read(files, file, thread))
              .toList();
      for (RaplPlace place : known.places.of(threads)) {
        long units = registers.read(place.cpu(), known.registers.unit());
        for (Register register : known.registers.packages()) {
          EnergyUnit unit = Registers.unit(known.model, register.component(), units);
          Zone zone = place.zone(register.component(), ZONES);
          MsrZone.One one = new MsrZone.One(zone, place.cpu(), register.address(), unit);
          if (isKnown(zone) || exists(one)) {
            found.add(one);
          }
        }
      }
      if (known.registers.core().isPresent()) {
        found.addAll(cores(known, threads, known.registers.core().get()));
      }
    } catch (UnreadableException e) {
      faults.add(new Fault("registers", e.getMessage() + advice(e.reason())));
    }
    return found;
  }

  private boolean isKnown(Zone zone) {
    return zones.stream().anyMatch(each -> each.zone().equals(zone));
  }

  /** Registers that a CPU lacks cannot be read, or show 0: only a package may well begin there. */
  private boolean exists(MsrZone.One zone) throws UnreadableException {
    try {
      return zone.read(registers).energyUj() != 0 || zone.zone().component() == Component.PACKAGE;
    } catch (UnreadableException e) {
      if (e.reason() == Reason.DENIED || e.reason() == Reason.MISSING) {
        throw e;
      }
      return false;
    }
  }

  /** For each package, one hardware thread of each core. */
  private List<MsrZone> cores(Cpu known, List<CpuPlace> threads, long address)
      throws UnreadableException {
    Map<Zone, Map<String, Integer>> cores = new LinkedHashMap<>();
    for (CpuPlace thread : threads.stream().sorted().toList()) {
      Zone zone =
          ZONES.inside(
              known.places.id(thread), Integer.toString(thread.packageId()), Component.CORE);
      cores
          .computeIfAbsent(zone, own -> new LinkedHashMap<>())
          .putIfAbsent(thread.dieId() + "/" + thread.coreId(), thread.cpu());
    }
    List<MsrZone> found = new ArrayList<>();
    for (Map.Entry<Zone, Map<String, Integer>> entry : cores.entrySet()) {
      Zone zone = entry.getKey();
      List<Integer> cpus = List.copyOf(entry.getValue().values());
      long units = registers.read(cpus.getFirst(), known.registers.unit());
      EnergyUnit unit = Registers.unit(known.model, Component.CORE, units);
      CoreSum sum = sums.computeIfAbsent(zone.id(), id -> new CoreSum());
      found.add(new MsrZone.Cores(zone, cpus, address, unit, sum));
    }
    return found;
  }

  private String advice(Reason reason) {
    return switch (reason) {
      case MISSING ->
          "; run modprobe msr, and in a container mount the host's /dev/cpu beside its /sys";
      case DENIED ->
          "; reading registers takes CAP_SYS_RAWIO and a container that may use devices (privileged)"
              + lockdown();
      case MALFORMED, OTHER -> "; the CPU, or the hypervisor below, does not show RAPL";
    };
  }

  /** Some distributions' kernels keep registers from root when they are locked down. */
  private String lockdown() {
    try {
      String state = file.text(files.lockdown()).strip();
      return state.contains("[none]") ? "" : "; the kernel's lockdown is " + state;
    } catch (UnreadableException ignored) {
      // No lockdown, or not to be seen.
      return "";
    }
  }
}
