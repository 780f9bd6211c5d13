// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keplerotel.agent.model.IdlePolicy;
import io.keplerotel.agent.model.Tariff;
import io.keplerotel.agent.testing.TestSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsLoaderTest {
  private static final Tariff NO_TARIFF =
      new Tariff(OptionalDouble.empty(), "EUR", OptionalDouble.empty());

  @TempDir Path folder;

  private static final KubeSettings KUBE =
      new KubeSettings(
          KubeEnabled.AUTO,
          KubeMode.APISERVER,
          Optional.empty(),
          Path.of("/var/run/secrets/kubernetes.io/serviceaccount"),
          Optional.empty(),
          Duration.ofSeconds(30),
          PodLabels.NONE,
          new KubeSettings.Kubelet(
              Optional.empty(), Optional.empty(), false, Duration.ofSeconds(5)));

  @Test
  void withoutAnythingTheDefaultsHold() throws Exception {
    Settings settings = TestSettings.load(Optional.empty(), Map.of(), Map.of());

    assertThat(settings)
        .isEqualTo(
            new Settings(
                Duration.ofSeconds(1),
                new Settings.Host(Path.of("/proc"), Path.of("/sys")),
                Optional.empty(),
                new Settings.Power(List.of("auto"), EstimateUse.ALONE),
                new Settings.Idle(IdlePolicy.EVEN, Map.of()),
                new Settings.Cpu(CpuSource.AUTO, 262_144, List.of()),
                new Settings.Workloads(
                    SystemdUnits.AUTO, Duration.ofSeconds(150), Optional.empty(), 1_000),
                KUBE,
                new Settings.Processes(true, 100),
                Set.of(MetricLevel.values()),
                new Settings.Export(
                    new Settings.Web(
                        List.of(new ListenAddress("0.0.0.0", 9103)), Optional.empty(), NO_TARIFF),
                    true,
                    Dialect.KEPLER,
                    false,
                    true),
                new Settings.Log(LogLevel.INFO, LogFormat.TEXT),
                settings.all()));
  }

  @Test
  void yamlSetsAllKindsOfValues() throws Exception {
    Settings settings =
        load(
            """
            # a comment
            interval: 500ms
            host:
              procfs: /host/proc
            host.sysfs: /host/sys
            node.name: "node 1"
            power:
              sources: [rapl, estimated]
              estimates: rest
            idle:
              policy: none
              power:
                package-0: 12.5
                package-0/dram: 3
            cpu: {source: cgroup, bpf: {ring-size: 65536}, counters: [cycles, branches]}
            workloads.systemd-units: never
            process: {enabled: false, top: 5}
            metrics: {levels: [container, node]}
            web.listen: ["[::1]:0", ":9104"]
            web.config-file: /etc/web.yml
            web.price: 0.36
            web.currency: CHF
            web.grid: 41
            prometheus.dialect: kepler-0.10
            log.level: debug
            """);

    assertThat(settings)
        .isEqualTo(
            new Settings(
                Duration.ofMillis(500),
                new Settings.Host(Path.of("/host/proc"), Path.of("/host/sys")),
                Optional.of("node 1"),
                new Settings.Power(List.of("rapl", "estimated"), EstimateUse.REST),
                new Settings.Idle(
                    IdlePolicy.NONE,
                    Map.of("package-0", 12_500_000L, "package-0/dram", 3_000_000L)),
                new Settings.Cpu(CpuSource.CGROUP, 65_536, List.of("cycles", "branches")),
                new Settings.Workloads(
                    SystemdUnits.NEVER, Duration.ofSeconds(150), Optional.empty(), 1_000),
                KUBE,
                new Settings.Processes(false, 5),
                Set.of(MetricLevel.NODE, MetricLevel.CONTAINER),
                new Settings.Export(
                    new Settings.Web(
                        List.of(new ListenAddress("::1", 0), new ListenAddress("0.0.0.0", 9104)),
                        Optional.of(Path.of("/etc/web.yml")),
                        new Tariff(OptionalDouble.of(0.36), "CHF", OptionalDouble.of(41))),
                    true,
                    Dialect.KEPLER_TEN,
                    false,
                    true),
                new Settings.Log(LogLevel.DEBUG, LogFormat.TEXT),
                settings.all()));
  }

  @Test
  void variablesBeatYamlAndFlagsBeatVariables() throws Exception {
    Path file = file("process.top: 1\nidle.policy: usage\ninterval: 2s\n");

    Settings settings =
        TestSettings.load(
            Optional.of(file),
            Map.of("KEPLER_PROCESS_TOP", "2", "KEPLER_IDLE_POLICY", "none", "PATH", "/bin"),
            Map.of("--process.top", "3"));

    assertThat(settings.process().top()).isEqualTo(3);
    assertThat(settings.idle().policy()).isEqualTo(IdlePolicy.NONE);
    assertThat(settings.interval()).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void theFileMayBeNamedByAVariable() throws Exception {
    String file = file("process.top: 7").toString();

    assertThat(
            TestSettings.load(Optional.empty(), Map.of("KEPLER_CONFIG", file), Map.of())
                .process()
                .top())
        .isEqualTo(7);
  }

  @Test
  void variablesHoldListsAndMapsWithCommas() throws Exception {
    Settings settings =
        TestSettings.load(
            Optional.empty(),
            Map.of(
                "KEPLER_POWER_SOURCES", "rapl, estimated",
                "KEPLER_IDLE_POWER", "package-0=12.5,psys=30"),
            Map.of());

    assertThat(settings.power().sources()).containsExactly("rapl", "estimated");
    assertThat(settings.idle().powerUw())
        .isEqualTo(Map.of("package-0", 12_500_000L, "psys", 30_000_000L));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "KEPLER_SERVICE_HOST",
        "KEPLER_SERVICE_PORT",
        "KEPLER_SERVICE_PORT_METRICS",
        "KEPLER_PORT",
        "KEPLER_PORT_9103_TCP",
        "KEPLER_PORT_9103_TCP_ADDR",
        "KEPLER_OTEL_SERVICE_HOST",
        "KEPLER_OTEL_PORT_9103_TCP_PROTO"
      })
  void whatKubernetesSetsForServicesIsNotOurs(String variable) throws Exception {
    assertThat(TestSettings.load(Optional.empty(), Map.of(variable, "x"), Map.of())).isNotNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "intervall: 1s | 1: intervall: unknown key; did you mean interval?",
        "'interval: 1s\nhost:\n  proc: /p' | 3: host.proc: unknown key; did you mean host.procfs?",
        "'cpu: {bpf: {ringsize: 1}}' | 1: cpu.bpf.ringsize: unknown key; did you mean cpu.bpf.ring-size?",
        "process.top: many | '1: process.top: \"many\" is not allowed; it must be a whole number from 0 to 100000'",
        "'\nprocess.top: -1' | '2: process.top: \"-1\" is not allowed; it must be a whole number from 0 to 100000'",
        "interval: 1ms | '1: interval: \"1ms\" is not allowed; it must be a duration from 100ms to 60s, such as 500ms, 1s, 30s'",
        "interval: 5 | '1: interval: \"5\" is not allowed; it must be a duration from 100ms to 60s, such as 500ms, 1s, 30s'",
        "idle.policy: fair | '1: idle.policy: \"fair\" is not allowed; it must be one of even, requests, usage, none'",
        "otlp.enabled: maybe | '1: otlp.enabled: \"maybe\" is not allowed; it must be true or false'",
        "'power: {sources: [auto, rappl]}' | '1: power.sources: \"auto,rappl\" is not allowed; it must be {sources}; did you mean rapl?'",
        "'metrics: {levels: [node, containr]}' | '1: metrics.levels: \"node,containr\" is not allowed; it must be a list of node, container, pod, process, unit, vm, owner; did you mean container?'",
        "metrics.levels: all | '1: metrics.levels: \"all\" is not allowed; it must be a list of node, container, pod, process, unit, vm, owner; did you mean pod?'",
        "'metrics.levels: [pod, pod]' | '1: metrics.levels: \"pod,pod\" is not allowed; it must be a list of node, container, pod, process, unit, vm, owner'",
        "'metrics.levels: []' | '1: metrics.levels: \"\" is not allowed; it must be a list of node, container, pod, process, unit, vm, owner'",
        "host.procfs: proc | '1: host.procfs: \"proc\" is not allowed; it must be an absolute path'",
        "web.listen: 9103 | '1: web.listen: \"9103\" is not allowed; it must be an address and a port, such as 0.0.0.0:9103 or [::1]:9103'",
        "web.listen: host:70000 | '1: web.listen: \"host:70000\" is not allowed; it must be an address and a port, such as 0.0.0.0:9103 or [::1]:9103'",
        "'web.listen: [a:1, b:2, a:1]' | '1: web.listen: \"a:1,b:2,a:1\" is not allowed; it must be an address and a port, such as 0.0.0.0:9103 or [::1]:9103'",
        "'web.listen: a:1,' | '1: web.listen: \"a:1,\" is not allowed; it must be an address and a port, such as 0.0.0.0:9103 or [::1]:9103'",
        "cpu.bpf.ring-size: 5000 | '1: cpu.bpf.ring-size: \"5000\" is not allowed; it must be a power of two from 4096 to 67108864 (bytes)'",
        "'power.hwmon.rules: [ltc4151 power1]' | '1: power.hwmon.rules: \"ltc4151 power1\" is not allowed; it must be a list of rules such as ina226 power1 platform'",
        "'kube.owner-labels: [a-b, a.b]' | '1: kube.owner-labels: \"a-b,a.b\" is not allowed; it must be a list of up to 8 keys of labels, such as team or example.com/cost-centre'",
        "'kube.owner-labels: [-team]' | '1: kube.owner-labels: \"-team\" is not allowed; it must be a list of up to 8 keys of labels, such as team or example.com/cost-centre'",
        "'idle.power: {package-0: hot}' | '1: idle.power: \"package-0=hot\" is not allowed; it must be watts by zone, such as package-0=12.5'",
        "'interval: [1s]' | '1: interval: it must be a duration from 100ms to 60s, such as 500ms, 1s, 30s'",
        "host: /proc | 1: host: must hold keys and values",
        "- interval | 1: the file: must hold keys and values",
        "'process.top: 1\nprocess: {top: 2}' | 2: process.top: is there twice; remove one",
        "'interval: 1s\n  host: x: y' | 2: is not YAML: mapping values are not allowed here"
      })
  void badYamlIsOneLineThatSaysWhereAndWhatIsAllowed(String yaml, String message) throws Exception {
    Path file = file(yaml);

    assertThatThrownBy(() -> TestSettings.load(Optional.of(file), Map.of(), Map.of()))
        .isInstanceOf(SettingsException.class)
        .hasMessage(file + ":" + message.replace("{sources}", sources()));
  }

  /** Which sources there are is up to their modules. */
  private static String sources() {
    return TestSettings.TABLE.all().stream()
        .filter(setting -> setting.key().equals("power.sources"))
        .map(Setting::allowed)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aMissingFileIsOneLine() {
    Path file = folder.resolve("none.yaml");

    assertThatThrownBy(() -> TestSettings.load(Optional.of(file), Map.of(), Map.of()))
        .isInstanceOf(SettingsException.class)
        .hasMessage(file + ": there is no such file; give another one, or none");
  }

  @Test
  void aFolderOrBytesInsteadOfAFileAreOneLine() throws Exception {
    Path bytes = Files.write(folder.resolve("bytes"), new byte[] {(byte) 0xff, 0, 1});

    for (Path file : List.of(folder, bytes)) {
      assertThatThrownBy(() -> TestSettings.load(Optional.of(file), Map.of(), Map.of()))
          .isInstanceOf(SettingsException.class)
          .hasMessageStartingWith(file + ": ")
          .hasMessageNotContaining("\n");
    }
  }

  @Test
  void aFileWithoutEndOrNestedWithoutEndIsOneLine() throws Exception {
    Path huge = Files.writeString(folder.resolve("huge"), "# " + "x".repeat(2_000_000));
    Path lists = Files.writeString(folder.resolve("lists"), "[".repeat(100_000));
    Path maps = Files.writeString(folder.resolve("maps"), "{a: ".repeat(100_000));

    for (Path file : List.of(Path.of("/dev/zero"), huge, lists, maps)) {
      assertThatThrownBy(() -> TestSettings.load(Optional.of(file), Map.of(), Map.of()))
          .isInstanceOf(SettingsException.class)
          .hasMessageStartingWith(file + ":")
          .hasMessageNotContaining("\n");
    }
  }

  @Test
  void whatIsRefusedIsQuotedPlainlyAndCut() {
    String value = "\u001b[31m\n\u202e" + "x".repeat(5_000);

    for (Map<String, String> flags :
        List.of(Map.of("--log.level", value), Map.of("--" + value, "1"))) {
      assertThatThrownBy(() -> TestSettings.load(Optional.empty(), Map.of(), flags))
          .isInstanceOf(SettingsException.class)
          .message()
          .contains("\\u001b[31m\\n\\u202ex", "…")
          .doesNotContain("\u001b", "\n", "x".repeat(80));
    }
  }

  @Test
  void badVariablesAndFlagsNameThemselves() {
    assertThatThrownBy(
            () -> TestSettings.load(Optional.empty(), Map.of("KEPLER_INTERVALL", "1s"), Map.of()))
        .hasMessage("KEPLER_INTERVALL: unknown variable; did you mean KEPLER_INTERVAL?");
    assertThatThrownBy(
            () -> TestSettings.load(Optional.empty(), Map.of("KEPLER_PROCESS_TOP", "x"), Map.of()))
        .hasMessageStartingWith("KEPLER_PROCESS_TOP: \"x\" is not allowed; it must be a whole");
    assertThatThrownBy(
            () -> TestSettings.load(Optional.empty(), Map.of(), Map.of("--log.level", "loud")))
        .hasMessageStartingWith("--log.level: \"loud\" is not allowed; it must be one of error,");
  }

  @Test
  void anEmptyFileSetsNothing() throws Exception {
    assertThat(load("# nothing\n"))
        .isEqualTo(TestSettings.load(Optional.empty(), Map.of(), Map.of()));
  }

  @Test
  void namesOfVariablesAreUnique() {
    Map<String, String> keys = new HashMap<>();

    TestSettings.TABLE
        .all()
        .forEach(setting -> assertThat(keys.put(setting.variable(), setting.key())).isNull());
  }

  private Settings load(String yaml) throws Exception {
    return TestSettings.load(Optional.of(file(yaml)), Map.of(), Map.of());
  }

  private Path file(String yaml) throws Exception {
    return Files.writeString(folder.resolve("kepler.yaml"), yaml);
  }
}
