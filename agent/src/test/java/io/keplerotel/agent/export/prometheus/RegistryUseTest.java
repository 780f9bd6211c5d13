// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.export.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.config.Dialect;
import io.keplerotel.agent.export.otlp.OtlpFixture;
import io.keplerotel.agent.export.otlp.Receiver;
import io.keplerotel.agent.meter.KnownNames;
import io.keplerotel.agent.meter.Snapshots;
import io.keplerotel.agent.workload.WorkloadNames;
import io.keplerotel.semconv.AgentAttributes;
import io.keplerotel.semconv.AgentMetrics;
import io.keplerotel.semconv.Metric;
import io.keplerotel.semconv.Registry;
import io.opentelemetry.api.common.AttributeKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every name that leaves the agent is in {@code semconv/model}, and is quoted nowhere else. */
class RegistryUseTest {
  private static final Pattern SAMPLE = Pattern.compile("([a-z0-9_]+)(?:\\{(.*)})? \\S+");
  private static final Pattern LABEL = Pattern.compile("([a-z0-9_]+)=\"(?:[^\"\\\\]|\\\\.)*\"");
  private static final Pattern QUOTED_NAME =
      Pattern.compile("\"((?:kepler[._]|hw\\.)[A-Za-z0-9._]*)\"");
  private static final String CONFIG_PACKAGE = "/config/";

  @ParameterizedTest
  @EnumSource(value = Dialect.class, names = "OTEL", mode = EnumSource.Mode.EXCLUDE)
  void everyScrapedMetricAndLabelIsRegistered(Dialect dialect) throws Exception {
    Map<String, List<Metric>> registered =
        Registry.METRICS.stream().collect(Collectors.groupingBy(Metric::prometheusName));
    WorkloadNames names = KnownNames.of("ns", "pod", "name");
    try (PrometheusFixture prometheus =
        new PrometheusFixture(Snapshots.withMachine(1), dialect, names)) {
      assertThat(samples(prometheus))
          .isNotEmpty()
          .allSatisfy(line -> sampleIsRegistered(line, registered));
    }
  }

  @Test
  void theOtelDialectShowsAttributesOfPointAndResourceAsLabels() throws Exception {
    Map<String, Metric> registered = by(Metric::prometheusName);
    Set<String> resource =
        Registry.ATTRIBUTES.stream().map(key -> label(key.getKey())).collect(Collectors.toSet());
    WorkloadNames names = KnownNames.of("ns", "pod", "name");
    try (PrometheusFixture prometheus =
        new PrometheusFixture(Snapshots.withMachine(1), Dialect.OTEL, names)) {
      assertThat(samples(prometheus))
          .anySatisfy(
              line ->
                  assertThat(labels(line))
                      .contains("k8s_pod_name", "k8s_deployment_name", "k8s_cluster_name"))
          .allSatisfy(
              line -> {
                Metric metric = named(registered, line.split("[{ ]", 2)[0]);
                List<String> own =
                    metric.attributes().stream().map(RegistryUseTest::label).toList();
                assertThat(labels(line))
                    .doesNotContain("service_name")
                    .filteredOn(name -> !own.contains(name))
                    .isSubsetOf(resource);
              });
    }
  }

  @Test
  void everyPushedMetricAndAttributeIsRegistered() throws Exception {
    Map<String, Metric> registered = by(Metric::name);
    Set<String> resourceKeys =
        Registry.ATTRIBUTES.stream().map(AttributeKey::getKey).collect(Collectors.toSet());
    WorkloadNames names = KnownNames.of("ns", "pod", "name");
    try (Receiver receiver = Receiver.http();
        OtlpFixture otlp = new OtlpFixture(Snapshots.withMachine(1), receiver.settings(), names)) {
      assertThat(otlp.push.target()).isPresent();
      assertThat(receiver.nextWith("kepler.node.energy").points())
          .isNotEmpty()
          .allSatisfy(
              point -> {
                Metric metric = named(registered, point.name());
                assertThat(metric.unit()).isEqualTo(point.metric().getUnit());
                assertThat(metric.attributes()).containsAll(point.attributes().keySet());
                assertThat(point.resource().keySet())
                    .filteredOn(key -> !key.startsWith("telemetry.sdk."))
                    .isSubsetOf(resourceKeys);
              });
    }
  }

  @Test
  void everyRegisteredMetricIsShown() throws Exception {
    Set<String> shown = new LinkedHashSet<>();
    try (PrometheusFixture prometheus = new PrometheusFixture(Snapshots.withMachine(1));
        PrometheusFixture ten =
            new PrometheusFixture(
                Snapshots.withMachine(1), Dialect.KEPLER_TEN, WorkloadNames.unknown());
        Receiver receiver = Receiver.http();
        OtlpFixture otlp = new OtlpFixture(Snapshots.withMachine(1), receiver.settings())) {
      assertThat(otlp.push.target()).isPresent();
      samples(prometheus).forEach(line -> shown.add(line.split("[{ ]", 2)[0]));
      samples(ten).forEach(line -> shown.add(line.split("[{ ]", 2)[0]));
      receiver.nextWith("kepler.node.energy").points().forEach(point -> shown.add(point.name()));
    }
    assertThat(Registry.METRICS)
        .filteredOn(metric -> !metric.name().matches(".*\\.uncore|.*[._]gpu([._].*)?"))
        .allMatch(
            metric -> shown.contains(metric.prometheusName()) || shown.contains(metric.name()));
  }

  @Test
  void sourcesQuoteNoName() throws Exception {
    List<String> quoted = new ArrayList<>();
    Path sources = Path.of("src/main/java");
    try (Stream<Path> files = Files.walk(sources)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        if (!file.toString().contains(CONFIG_PACKAGE)) {
          Matcher matcher = QUOTED_NAME.matcher(Files.readString(file));
          while (matcher.find()) {
            quoted.add(sources.relativize(file) + ": " + matcher.group(1));
          }
        }
      }
    }
    assertThat(quoted).as("names belong into semconv/model").isEmpty();
  }

  /** Two dialects have metrics of one name with labels of their own. */
  private static void sampleIsRegistered(String line, Map<String, List<Metric>> registered) {
    Matcher sample = SAMPLE.matcher(line);
    assertThat(sample.matches()).as(line).isTrue();
    assertThat(registered).containsKey(sample.group(1));
    assertThat(registered.get(sample.group(1)))
        .as(line)
        .extracting(RegistryUseTest::keplerLabels)
        .contains(Set.copyOf(labels(line)));
  }

  private static Set<String> keplerLabels(Metric metric) {
    Set<String> labels =
        metric.attributes().stream().map(RegistryUseTest::keplerLabel).collect(Collectors.toSet());
    if (metric.equals(AgentMetrics.AGENT_SOURCE_AVAILABLE)) {
      labels.add(AgentAttributes.REASON.getKey());
    }
    return labels;
  }

  /** How the Kepler dialects write an attribute of the agent's own metrics. */
  private static String keplerLabel(String attribute) {
    return switch (attribute) {
      case "hw.id" -> "zone";
      case "hw.name" -> "gpu";
      case "hw.model" -> "gpu_name";
      case "hw.vendor" -> "vendor";
      default -> attribute.replaceFirst("^kepler\\.", "");
    };
  }

  private static List<String> samples(PrometheusFixture prometheus) throws Exception {
    return prometheus.scrape().lines().filter(line -> !line.startsWith("#")).toList();
  }

  private static List<String> labels(String line) {
    List<String> labels = new ArrayList<>();
    Matcher label = LABEL.matcher(line);
    while (label.find()) {
      labels.add(label.group(1));
    }
    return labels;
  }

  /** How a scrape writes an attribute's name. */
  private static String label(String attribute) {
    return attribute.replace('.', '_');
  }

  private static Metric named(Map<String, Metric> registered, String name) {
    return Optional.ofNullable(registered.get(name))
        .orElseThrow(() -> new AssertionError(name + " is not in semconv/model"));
  }

  private static Map<String, Metric> by(Function<Metric, String> name) {
    return Registry.METRICS.stream()
        .collect(Collectors.toMap(name, metric -> metric, (one, other) -> one));
  }
}
