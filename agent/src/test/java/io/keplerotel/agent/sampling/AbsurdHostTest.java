// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.attribution.AttributionSettings;
import io.keplerotel.agent.attribution.Ledger;
import io.keplerotel.agent.config.SystemdUnits;
import io.keplerotel.agent.export.prometheus.PrometheusEndpoint;
import io.keplerotel.agent.export.prometheus.Scrapes;
import io.keplerotel.agent.linux.fs.CgroupTree;
import io.keplerotel.agent.linux.fs.HostFiles;
import io.keplerotel.agent.meter.KeplerDialect;
import io.keplerotel.agent.meter.SnapshotMeters;
import io.keplerotel.agent.model.CgroupBirth;
import io.keplerotel.agent.model.CgroupBirth.Hierarchy;
import io.keplerotel.agent.model.CgroupKey;
import io.keplerotel.agent.model.CpuReading;
import io.keplerotel.agent.model.IdlePolicy;
import io.keplerotel.agent.model.ProcessKey;
import io.keplerotel.agent.model.TaskTime;
import io.keplerotel.agent.model.TaskTime.Kind;
import io.keplerotel.agent.power.powercap.PowercapSource;
import io.keplerotel.agent.testing.FakeClock;
import io.keplerotel.agent.testing.PowercapFixture;
import io.keplerotel.agent.testing.Scrape;
import io.keplerotel.agent.testing.ScriptedCpu;
import io.keplerotel.agent.testing.Untried;
import io.keplerotel.agent.web.WebServer;
import io.keplerotel.agent.workload.Births;
import io.keplerotel.agent.workload.PodSource;
import io.keplerotel.agent.workload.WorkloadDirectory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * From sysfs to the page: two packages, dram on one of them only, psys over all, the duplicate that
 * intel-rapl-mmio shows, counters that wrap, and one package that goes unread for a tick.
 */
class AbsurdHostTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden/absurd-host.prom");
  private static final String A = "a".repeat(64);
  private static final String B = "b".repeat(64);
  private static final String UNATTRIBUTED = "kepler_node_unattributed_joules_total";
  private static final long RANGE_UJ = 262_143_328_850L;

  @TempDir Path sysfs = Path.of("");

  private final FakeClock clock = new FakeClock();
  private final ScriptedCpu cpu = new ScriptedCpu();

  @Test
  void totalsAreRightAndThePageIsAsInTheGoldenFile() throws Exception {
    PowercapFixture rapl =
        new PowercapFixture(sysfs)
            .zone("intel-rapl:0", "package-0", RANGE_UJ - 10_000_000, RANGE_UJ)
            .zone("intel-rapl:0/intel-rapl:0:0", "core", 5, RANGE_UJ)
            .zone("intel-rapl:0/intel-rapl:0:1", "dram", 7, 65_712_999_613L)
            .zone("intel-rapl:1", "package-1", 123_456_789, RANGE_UJ)
            .zone("intel-rapl:2", "psys", 42, RANGE_UJ)
            .zone("intel-rapl-mmio:0", "package-0", RANGE_UJ - 10_000_000, RANGE_UJ);
    Sampler sampler = sampler();
    cpu.next(born());
    sampler.tick();
    for (int second = 1; second <= 4; second++) {
      rapl.use("intel-rapl:0", 30_000_000);
      rapl.use("intel-rapl:0/intel-rapl:0:0", 20_000_000);
      rapl.use("intel-rapl:0/intel-rapl:0:1", 5_000_001);
      rapl.use("intel-rapl:1", 25_000_000);
      rapl.use("intel-rapl:2", 70_000_000);
      rapl.use("intel-rapl-mmio:0", 30_000_000);
      if (second == 2) {
        Files.delete(sysfs.resolve("class/powercap/intel-rapl:1/energy_uj"));
      }
      clock.advance(Duration.ofSeconds(1));
      cpu.next(ran());
      sampler.tick();
    }
    String page = page(sampler);
    if (Boolean.getBoolean("golden.write")) {
      Files.writeString(GOLDEN, page);
    }
    assertThat(page)
        .as("write it again with -Dgolden.write=true, and read the difference")
        .isEqualTo(Files.readString(GOLDEN));
    assertTotals(Scrape.parse(page));
  }

  private static void assertTotals(Scrape page) {
    assertJoules(page, "package", 220);
    assertJoules(page, "core", 80);
    assertJoules(page, "dram", 20.000004);
    assertJoules(page, "platform", 280);
    assertJoules(page, "other", 280 - 220 - 20.000004);
    double unattributed =
        page.sum(UNATTRIBUTED, "component=\"package\"")
            + page.sum(UNATTRIBUTED, "component=\"dram\"")
            + page.sum(UNATTRIBUTED, "component=\"other\"");
    assertThat(page.sum("kepler_container_joules_total") + unattributed)
        .isCloseTo(280, withinMicrojoule());
    assertThat(page.has("kepler_node_uncore_joules_total")).isFalse();
  }

  /** The node's figure, and all containers' together with what is unattributed. */
  private static void assertJoules(Scrape page, String component, double joules) {
    assertThat(page.sum("kepler_node_" + component + "_joules_total"))
        .as(component)
        .isCloseTo(joules, withinMicrojoule());
    assertThat(
            page.sum("kepler_container_" + component + "_joules_total")
                + page.sum(UNATTRIBUTED, "component=\"" + component + "\""))
        .as(component)
        .isCloseTo(joules, withinMicrojoule());
  }

  private static org.assertj.core.data.Offset<Double> withinMicrojoule() {
    return org.assertj.core.data.Offset.offset(0.5e-6);
  }

  private Sampler sampler() {
    HostFiles files = new HostFiles(sysfs.resolve("proc"), sysfs);
    WorkloadDirectory directory =
        new WorkloadDirectory(
            files,
            new CgroupTree(Optional.empty(), Optional.empty()),
            SystemdUnits.NEVER,
            Births.DELIVERED,
            clock::nanoTime);
    directory.start();
    PowercapSource power = new PowercapSource(files);
    power.discover();
    return new Sampler(
        new SampleSources(cpu, List.of(), new Untried("rapl", power), directory, PodSource.none()),
        new Ledger(
            new AttributionSettings(
                IdlePolicy.EVEN, Map.of("package-0", 10_000_000L), 2, Duration.ofSeconds(150)),
            clock.now()),
        () -> 4,
        clock,
        new FaultLog());
  }

  private static CpuReading born() {
    return new CpuReading(
        List.of(),
        List.of(),
        List.of(
            new CgroupBirth(Hierarchy.UNIFIED, 100, "/system.slice/docker-" + A + ".scope"),
            new CgroupBirth(
                Hierarchy.UNIFIED,
                200,
                "/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod0f1e2d3c_4b5a_6978_8796_a5b4c3d2e1f0.slice/cri-containerd-"
                    + B
                    + ".scope")),
        0,
        0,
        List.of());
  }

  private static CpuReading ran() {
    return new CpuReading(
        List.of(
            task(100, 11, "web", 900_000_000),
            task(200, 22, "db", 600_000_000),
            task(200, 23, "backup \"nightly\"", 100_000_000),
            task(1, 1, "init", 50_000_000),
            new TaskTime(
                new CgroupKey(1, 0), new ProcessKey(2, 1), "kworker/0:1", Kind.KERNEL_THREAD, 7)),
        List.of(),
        List.of(),
        3_000_000,
        1,
        List.of());
  }

  private static TaskTime task(long cgroup, int pid, String command, long cpuNs) {
    return new TaskTime(
        new CgroupKey(cgroup, 0), new ProcessKey(pid, 1), command, Kind.USER, cpuNs);
  }

  private static String page(Sampler sampler) throws Exception {
    try (PrometheusEndpoint endpoint = new PrometheusEndpoint(List.of());
        WebServer server =
            new WebServer(
                "127.0.0.1", 0, List.of(endpoint.scrapes(Scrapes.CreatedLines.LEFT_OUT).page()))) {
      new SnapshotMeters(
              endpoint.meter(), KeplerDialect.of("absurd", () -> "bpf"), sampler::published)
          .register();
      server.start();
      URI uri = URI.create("http://127.0.0.1:" + server.port() + "/metrics");
      try (var in = uri.toURL().openStream()) {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
    }
  }
}
