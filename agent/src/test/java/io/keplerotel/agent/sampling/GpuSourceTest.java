// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.attribution.AttributionSettings;
import io.keplerotel.agent.attribution.Ledger;
import io.keplerotel.agent.config.EstimateUse;
import io.keplerotel.agent.config.SystemdUnits;
import io.keplerotel.agent.export.prometheus.DialectPage;
import io.keplerotel.agent.linux.fs.CgroupTree;
import io.keplerotel.agent.linux.fs.HostFiles;
import io.keplerotel.agent.meter.KeplerDialect;
import io.keplerotel.agent.meter.KeplerTenDialect;
import io.keplerotel.agent.model.CgroupKey;
import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.model.CpuReading;
import io.keplerotel.agent.model.IdlePolicy;
import io.keplerotel.agent.model.ProcessKey;
import io.keplerotel.agent.model.ProcessUse;
import io.keplerotel.agent.model.Provenance;
import io.keplerotel.agent.model.Reading;
import io.keplerotel.agent.model.Snapshot;
import io.keplerotel.agent.model.Snapshot.ProcessEnergy;
import io.keplerotel.agent.model.TaskTime;
import io.keplerotel.agent.model.TaskTime.Kind;
import io.keplerotel.agent.model.TickLoad;
import io.keplerotel.agent.model.UsageKind;
import io.keplerotel.agent.model.Zone;
import io.keplerotel.agent.power.Discovery;
import io.keplerotel.agent.power.PowerCard;
import io.keplerotel.agent.power.PowerChoice;
import io.keplerotel.agent.power.PowerOffer;
import io.keplerotel.agent.power.PowerReading;
import io.keplerotel.agent.power.PowerSource;
import io.keplerotel.agent.power.estimated.EstimatedModule;
import io.keplerotel.agent.power.estimated.PresentEstimate;
import io.keplerotel.agent.power.estimated.catalogue.HostIdle;
import io.keplerotel.agent.power.estimated.catalogue.ThisMachine;
import io.keplerotel.agent.power.estimated.modelfile.PreferredModel;
import io.keplerotel.agent.testing.FakeClock;
import io.keplerotel.agent.testing.RecordingLogger;
import io.keplerotel.agent.testing.ScriptedCpu;
import io.keplerotel.agent.usage.UsageReading;
import io.keplerotel.agent.usage.UsageSource;
import io.keplerotel.agent.workload.Births;
import io.keplerotel.agent.workload.PodSource;
import io.keplerotel.agent.workload.WorkloadDirectory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A GPU as a source will be: it measures a zone, and tells who used it. */
class GpuSourceTest {
  private static final HostFiles FILES = new HostFiles(Path.of("/nowhere"), Path.of("/nowhere"));

  private final FakeClock clock = new FakeClock();
  private final ScriptedCpu cpu = new ScriptedCpu();
  private final RecordingLogger logger = new RecordingLogger();
  private final FakeGpu gpu = new FakeGpu();

  @Test
  void threeToOneOnTheGpuAndOneToThreeOnTheCpu() {
    Sampler sampler = sampler();
    tick(sampler, 11);
    Snapshot snapshot = sampler.latest();
    int packages = index(snapshot, Component.PACKAGE);
    int accelerator = index(snapshot, Component.GPU);
    long onCpuUj = process(snapshot, 1).energies().dynamicUj(packages);
    assertThat(onCpuUj).isPositive();
    assertThat(process(snapshot, 2).energies().dynamicUj(packages))
        .isBetween(3 * onCpuUj - 30, 3 * onCpuUj + 30);
    // The first tick is a baseline; processes are shown from the second on.
    assertThat(process(snapshot, 1).energies().dynamicUj(accelerator)).isEqualTo(2_025_000_000L);
    assertThat(process(snapshot, 2).energies().dynamicUj(accelerator)).isEqualTo(675_000_000);
    assertThat(snapshot.node().dynamicUj(accelerator)).isEqualTo(3_000_000_000L);
  }

  @Test
  void theRateOfGpuUseIsThePercentageOfAGpu() {
    Sampler sampler = sampler();
    tick(sampler, 11);
    List<String> lines =
        DialectPage.of(KeplerDialect.of("node-1", () -> "bpf"), sampler::published)
            .lines()
            .toList();
    assertThat(lines)
        .filteredOn(line -> line.startsWith("kepler_process_gpu_compute_util_total"))
        .containsExactlyInAnyOrder(
            used("p1", "1", "540.0"), used("p2", "2", "180.0"), used("other", "other", "160.0"));
    assertThat(lines)
        .filteredOn(line -> line.startsWith("kepler_container_gpu_compute_util_total"))
        .filteredOn(line -> line.contains("container_id=\"system_processes\""))
        .singleElement()
        .asString()
        .endsWith(" 880.0");
  }

  private static String used(String command, String pid, String percentSeconds) {
    return "kepler_process_gpu_compute_util_total{command=\"%s\",container_id=\"%s\",pid=\"%s\",source=\"fake\",vm_id=\"\"} %s"
        .formatted(command, command.equals("other") ? "" : "system_processes", pid, percentSeconds);
  }

  @Test
  void keplersNewNamesShowTheGpuByItselfAndItsUsersWithoutAZone() {
    Sampler sampler = sampler();
    tick(sampler, 11);
    String card =
        "{gpu=\"0\",gpu_name=\"NVIDIA H200\",gpu_uuid=\"gpu-0\",node_name=\"node-1\",vendor=\"nvidia\"} ";
    String user =
        "{comm=\"%1$s\",container_id=\"\",exe=\"\",node_name=\"node-1\",pid=\"%2$s\",state=\"running\",type=\"regular\",vm_id=\"\"} ";
    String first = user.formatted("p1", "1");
    String second = user.formatted("p2", "2");
    String rest = user.formatted("other", "other");
    assertThat(DialectPage.of(KeplerTenDialect.of("node-1", () -> 2), sampler::published).lines())
        .filteredOn(line -> line.contains("_gpu_"))
        .filteredOn(line -> !line.startsWith("#"))
        .containsExactlyInAnyOrder(
            "kepler_node_gpu_joules_total" + card + "3000.0",
            "kepler_node_gpu_active_joules_total" + card + "3000.0",
            "kepler_node_gpu_idle_joules_total" + card + "0.0",
            "kepler_node_gpu_watts" + card + "300.0",
            "kepler_node_gpu_active_watts" + card + "300.0",
            "kepler_node_gpu_idle_watts" + card + "0.0",
            "kepler_process_gpu_joules_total" + first + "2025.0",
            "kepler_process_gpu_joules_total" + second + "675.0",
            "kepler_process_gpu_joules_total" + rest + "300.0",
            "kepler_process_gpu_watts" + first + "225.0",
            "kepler_process_gpu_watts" + second + "75.0",
            "kepler_process_gpu_watts" + rest + "0.0");
  }

  @Test
  void aGpuThatTellsNothingOfItsUsersIsUnattributedAndItsSourcesFaultIsItsOwn() {
    gpu.fails = true;
    Sampler sampler = sampler();
    tick(sampler, 5);
    Snapshot snapshot = sampler.latest();
    int accelerator = index(snapshot, Component.GPU);
    assertThat(snapshot.unattributed().dynamicUj(accelerator)).isEqualTo(1_200_000_000);
    assertThat(process(snapshot, 1).energies().dynamicUj(index(snapshot, Component.PACKAGE)))
        .isPositive();
    assertThat(logger.lines())
        .filteredOn(line -> line.contains("fake"))
        .singleElement()
        .asString()
        .startsWith("WARNING fake: it cannot be read");
  }

  @Test
  void theEstimateOfTheMachineGoesOnBesideAGpuThatIsMeasured() {
    Sampler sampler = sampler();
    tick(sampler, 3);
    assertThat(sampler.lastTick().zonesBySource()).containsOnlyKeys("fake", "estimated");
  }

  private Sampler sampler() {
    WorkloadDirectory directory =
        new WorkloadDirectory(
            FILES,
            new CgroupTree(Optional.empty(), Optional.empty()),
            SystemdUnits.NEVER,
            Births.DELIVERED,
            clock::nanoTime);
    directory.start();
    PowerChoice power =
        PowerChoice.of(
            List.of("auto"),
            EstimateUse.ALONE,
            Set.of(
                gpu.offer(),
                EstimatedModule.offer(
                    () ->
                        PreferredModel.alone(
                            new ThisMachine(FILES, Optional::empty, HostIdle.SHARE)),
                    PresentEstimate.alone())));
    return new Sampler(
        new SampleSources(cpu, List.of(gpu), power.cover(), directory, PodSource.none()),
        new Ledger(
            new AttributionSettings(IdlePolicy.NONE, Map.of(), 10, Duration.ofSeconds(60)),
            clock.now()),
        () -> 2,
        clock,
        new FaultLog(logger));
  }

  private void tick(Sampler sampler, int times) {
    for (int i = 0; i < times; i++) {
      clock.advance(Duration.ofSeconds(1));
      cpu.next(
          new CpuReading(
              List.of(task(1, 100_000_000), task(2, 300_000_000)),
              List.of(),
              List.of(),
              0,
              0,
              List.of()));
      sampler.tick();
    }
  }

  private static TaskTime task(int pid, long cpuNs) {
    return new TaskTime(new CgroupKey(1, 0), new ProcessKey(pid, 1), "p" + pid, Kind.USER, cpuNs);
  }

  private static ProcessEnergy process(Snapshot snapshot, int pid) {
    return snapshot.processes().stream()
        .filter(process -> process.process().pid() == pid)
        .findFirst()
        .orElseThrow();
  }

  private static int index(Snapshot snapshot, Component component) {
    for (int zone = 0; zone < snapshot.zones().size(); zone++) {
      if (snapshot.zones().get(zone).component() == component) {
        return zone;
      }
    }
    throw new AssertionError(component + " is not in " + snapshot.zones());
  }

  /** 300 W, three quarters of the time for process 1. */
  private static final class FakeGpu implements UsageSource {
    private static final UsageKind TIME = UsageKind.gpuTime("0");
    private static final Zone ZONE =
        new Zone(
            "gpu-0",
            Component.GPU,
            "0",
            Optional.empty(),
            "fake",
            Provenance.MEASURED,
            TIME,
            new Zone.Make("nvidia", "NVIDIA H200"));
    private boolean fails;

    PowerOffer offer() {
      return new PowerOffer(
          new PowerCard("fake", 50, Set.of(Component.GPU), Provenance.MEASURED), Power::new);
    }

    @Override
    public String name() {
      return "fake";
    }

    @Override
    public UsageReading read(TickLoad load) {
      if (fails) {
        throw new IllegalStateException("on purpose");
      }
      return new UsageReading(
          List.of(use(1, 600_000_000), use(2, 200_000_000)), Map.of(), List.of());
    }

    private static ProcessUse use(int pid, long amount) {
      return new ProcessUse(new CgroupKey(1, 0), new ProcessKey(pid, 1), "p" + pid, TIME, amount);
    }

    @Override
    public void close() {
      // Nothing was opened.
    }

    /** Its power, whoever used it. */
    private static final class Power implements PowerSource {
      @Override
      public Discovery discover() {
        return Discovery.of(List.of(ZONE));
      }

      @Override
      public PowerReading read(TickLoad load) {
        return new PowerReading(
            List.of(new Reading.Power(ZONE, 300_000_000, OptionalLong.of(0))), List.of());
      }
    }
  }
}
