// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.config.EstimateUse;
import io.keplerotel.agent.export.prometheus.DialectPage;
import io.keplerotel.agent.linux.fs.HostFiles;
import io.keplerotel.agent.meter.KeplerDialect;
import io.keplerotel.agent.meter.KeplerTenDialect;
import io.keplerotel.agent.meter.OtlpDialect;
import io.keplerotel.agent.model.CgroupKey;
import io.keplerotel.agent.model.CpuReading;
import io.keplerotel.agent.model.ProcessKey;
import io.keplerotel.agent.model.TaskTime;
import io.keplerotel.agent.model.TaskTime.Kind;
import io.keplerotel.agent.model.Zone;
import io.keplerotel.agent.power.PowerChoice;
import io.keplerotel.agent.power.PowerOffer;
import io.keplerotel.agent.power.battery.BatteryModule;
import io.keplerotel.agent.power.estimated.EstimatedModule;
import io.keplerotel.agent.power.estimated.PresentEstimate;
import io.keplerotel.agent.power.estimated.catalogue.HostIdle;
import io.keplerotel.agent.power.estimated.catalogue.ThisMachine;
import io.keplerotel.agent.power.estimated.modelfile.PreferredModel;
import io.keplerotel.agent.power.hwmon.HwmonModule;
import io.keplerotel.agent.power.powercap.PowercapModule;
import io.keplerotel.agent.testing.FakeClock;
import io.keplerotel.agent.testing.HostFixture;
import io.keplerotel.agent.testing.RecordingLogger;
import io.keplerotel.agent.testing.ScriptedCpu;
import io.keplerotel.agent.testing.TestSettings;
import io.opentelemetry.api.common.Attributes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Machines as they are laid out: what is measured on each of them, and as what it is shown. */
class HostsTest {
  private static final Path HOSTS = Path.of("src/test/resources/hosts");
  private static final int TICKS = 6;

  @TempDir Path root = Path.of("");
  private final FakeClock clock = new FakeClock();
  private final ScriptedCpu cpu = new ScriptedCpu();
  private final RecordingLogger logger = new RecordingLogger();

  static List<String> hosts() throws IOException {
    try (Stream<Path> files = Files.list(HOSTS)) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.endsWith(".host"))
          .map(name -> name.substring(0, name.lastIndexOf('.')))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("hosts")
  void whatIsMeasuredIsAsInTheGoldenFile(String name) throws Exception {
    HostFixture host = new HostFixture(root, Files.readAllLines(HOSTS.resolve(name + ".host")));
    PowerChoice power = PowerChoice.of(List.of("auto"), EstimateUse.ALONE, offers(host.files()));
    Sampler sampler = sampler(power, host.files());
    for (int tick = 1; tick <= TICKS; tick++) {
      host.tick(tick);
      clock.advance(Duration.ofSeconds(1));
      cpu.next(busy());
      sampler.tick();
    }
    Path golden = HOSTS.resolve(name + ".prom");
    String shown = shown(power, sampler);
    if (Boolean.getBoolean("golden.write")) {
      Files.writeString(golden, shown);
    }
    assertThat(shown)
        .as("write it again with -Dgolden.write=true, and read the difference")
        .isEqualTo(Files.readString(golden));
  }

  private String shown(PowerChoice power, Sampler sampler) {
    StringBuilder text = new StringBuilder();
    new TreeMap<>(power.found())
        .forEach(
            (source, found) ->
                text.append(
                    "# %s: %s\n".formatted(source, state(source, found.whyNot(), sampler))));
    logger
        .lines()
        .forEach(line -> text.append("# ").append(line.replace(root + "/", "/")).append('\n'));
    Stream.of(
            KeplerDialect.of("node-1", () -> "bpf"),
            KeplerTenDialect.of("node-1", () -> 4),
            OtlpDialect.scraped(Attributes.empty(), Optional.empty()))
        .flatMap(dialect -> DialectPage.of(dialect, sampler::published).lines())
        .filter(
            line ->
                line.matches(
                    "kepler_node_\\w+_joules_total\\{instance=.*|kepler_node_gpu_\\w+\\{gpu=.*|hw_.*"))
        .forEach(line -> text.append(line).append('\n'));
    return text.toString();
  }

  private static String state(String source, Optional<String> whyNot, Sampler sampler) {
    List<Zone> counted = sampler.lastTick().zonesBySource().getOrDefault(source, List.of());
    return counted.isEmpty()
        ? whyNot.orElse("stands by")
        : counted.stream().map(Zone::id).collect(Collectors.joining(", "));
  }

  private static Set<PowerOffer> offers(HostFiles files) {
    return Set.of(
        BatteryModule.offer(() -> files),
        HwmonModule.offer(() -> files, TestSettings.defaults()),
        PowercapModule.offer(() -> files),
        EstimatedModule.offer(
            () -> PreferredModel.alone(new ThisMachine(files, Optional::empty, HostIdle.SHARE)),
            PresentEstimate.alone()));
  }

  private Sampler sampler(PowerChoice power, HostFiles files) {
    return new SamplerFixture(cpu, clock, logger).of(files, power.cover());
  }

  private static CpuReading busy() {
    TaskTime task =
        new TaskTime(new CgroupKey(1, 0), new ProcessKey(7, 1), "busy", Kind.USER, 500_000_000);
    return new CpuReading(List.of(task), List.of(), List.of(), 0, 0, List.of());
  }
}
