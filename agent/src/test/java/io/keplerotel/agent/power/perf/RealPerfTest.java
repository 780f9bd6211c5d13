// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.perf;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.config.EstimateUse;
import io.keplerotel.agent.linux.fs.Fixture;
import io.keplerotel.agent.linux.fs.HostFiles;
import io.keplerotel.agent.linux.perf.KernelPerfEvents;
import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.model.Fault;
import io.keplerotel.agent.model.Reading;
import io.keplerotel.agent.model.TickLoad;
import io.keplerotel.agent.model.Zone;
import io.keplerotel.agent.power.Discovery;
import io.keplerotel.agent.power.PowerChoice;
import io.keplerotel.agent.power.PowerOffer;
import io.keplerotel.agent.power.PowerReader;
import io.keplerotel.agent.power.PowerSample;
import io.keplerotel.agent.power.rapl.CpuFixture;
import io.keplerotel.agent.testing.Requirement;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Counters of a real kernel, those of RAPL where the machine has them. */
class RealPerfTest {
  private static final long SECOND_NS = 1_000_000_000L;

  @TempDir Path folder = Path.of("");

  /**
   * A kernel's own clock stands for a live counter, its event that counts nothing for a dead one.
   */
  @Test
  void aLiveCounterIsTakenAndADeadOneIsNamedAndNotTaken() {
    Fixture fixture = new Fixture(folder);
    new CpuFixture(fixture).model(CpuFixture.CLIENT).place(0, 0, 0, 0);
    fixture.file("sys/bus/event_source/devices/power/format/config", "config:0-63");
    new PmuFixture(fixture, "power", 1)
        .cpus("0")
        .event("energy-pkg", "config=0", "1.5e-8")
        .event("energy-psys", "config=9", "2.3283064365386962890625e-10");
    Discovery found = new PerfSource(fixture.host(), new KernelPerfEvents()).discover();
    Requirement.PERF.unless(found.whyNot().isEmpty(), "perf events are refused: " + found.whyNot());
    PowerReader cover = cover(fixture.host());
    PowerSample sample = run(cover, 5);
    assertThat(sample.readings()).extracting(each -> each.zone().id()).containsExactly("package-0");
    assertThat(faults(sample))
        .extracting(Fault::message)
        .singleElement()
        .asString()
        .startsWith("the energy counter of psys never moves though the CPUs are busy");
    long before = energyUj(sample);
    assertThat(energyUj(run(cover, 1))).as("15 W").isGreaterThan(before);
  }

  /** Some virtual machines show psys alone, and it stays at 0 for ever. */
  @Test
  void thisMachinesOwnCountersAreTakenOrNamedDead() {
    PerfSource own = new PerfSource(HostFiles.own(), new KernelPerfEvents());
    List<Zone> found = own.discover().zones();
    Requirement.RAPL.unless(
        !found.isEmpty(), "this machine shows no RAPL events: " + own.discover().whyNot());
    List<Zone> dead = new ArrayList<>(found);
    List<Reading> first = own.read(load(0)).readings();
    burn(SECOND_NS);
    List<Reading> then = own.read(load(1)).readings();
    dead.removeIf(zone -> energy(then, zone) != energy(first, zone));
    dead.removeIf(
        zone -> zone.component() != Component.PACKAGE && zone.component() != Component.PLATFORM);
    PowerSample sample = run(cover(HostFiles.own()), 5);
    System.out.printf("RAPL events: %s, dead: %s%n", ids(found), ids(dead));
    assertThat(sample.readings()).extracting(each -> each.zone()).doesNotContainAnyElementsOf(dead);
    for (Zone zone : dead) {
      assertThat(faults(sample)).anySatisfy(fault -> assertThat(fault.part()).isEqualTo(zone.id()));
    }
  }

  private static PowerReader cover(HostFiles files) {
    PowerOffer offer =
        new PowerOffer(
            PerfModule.CARD, Optional.empty(), () -> new PerfSource(files, new KernelPerfEvents()));
    return PowerChoice.of(List.of("auto"), EstimateUse.NEVER, Set.of(offer)).cover();
  }

  /** The last of some readings; the CPUs are said to be busy, and are for a moment. */
  private static PowerSample run(PowerReader cover, int seconds) {
    PowerSample sample = cover.read(load(0));
    for (int second = 0; second < seconds; second++) {
      burn(SECOND_NS / 100);
      sample = cover.read(load(1));
      cover.booked();
    }
    return sample;
  }

  private static void burn(long ns) {
    long beganNs = System.nanoTime();
    while (System.nanoTime() - beganNs < ns) {
      Thread.onSpinWait();
    }
  }

  private static List<Fault> faults(PowerSample sample) {
    return Objects.requireNonNull(sample.bySource().get(PerfSource.NAME)).faults();
  }

  private static List<String> ids(List<Zone> zones) {
    return zones.stream().map(Zone::id).toList();
  }

  private static long energyUj(PowerSample sample) {
    return sample.readings().getFirst() instanceof Reading.Counter counter ? counter.energyUj() : 0;
  }

  private static long energy(List<Reading> readings, Zone zone) {
    return readings.stream()
        .filter(each -> each.zone().equals(zone))
        .mapToLong(each -> each instanceof Reading.Counter counter ? counter.energyUj() : 0)
        .sum();
  }

  private static TickLoad load(int seconds) {
    return new TickLoad(seconds * SECOND_NS, seconds * SECOND_NS / 2, 2);
  }
}
