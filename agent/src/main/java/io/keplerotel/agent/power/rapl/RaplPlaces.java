// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.rapl;

import io.keplerotel.agent.linux.fs.CpuPlace;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds the packages, or dies, that have counters of their own. Used by the sampler's thread. */
public final class RaplPlaces {
  private final RaplCpu cpu;
  private boolean byDie;

  /** Of a machine with these CPUs. */
  public RaplPlaces(RaplCpu cpu) {
    this.cpu = cpu;
  }

  /**
   * The packages or dies of these hardware threads, each with the first thread of it. Where a
   * package once had several dies, zones are called by dies for ever, as the kernel does it: a die
   * that goes offline does not rename the others.
   */
  public List<RaplPlace> of(Collection<CpuPlace> threads) {
    List<CpuPlace> ordered = threads.stream().sorted().toList();
    Map<Integer, Set<Integer>> dies = new HashMap<>();
    ordered.forEach(
        place -> dies.computeIfAbsent(place.packageId(), id -> new HashSet<>()).add(place.dieId()));
    byDie |= !cpu.packageHasOneCounter() && dies.values().stream().anyMatch(set -> set.size() > 1);
    List<RaplPlace> places = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (CpuPlace place : ordered) {
      String id = id(place);
      if (seen.add(id)) {
        places.add(new RaplPlace(id, place.packageId(), place.cpu(), places.isEmpty()));
      }
    }
    return places;
  }

  /** Id of the package's or die's zone that this thread belongs to. */
  public String id(CpuPlace place) {
    String id = "package-" + place.packageId();
    return byDie ? id + "-die-" + place.dieId() : id;
  }
}
