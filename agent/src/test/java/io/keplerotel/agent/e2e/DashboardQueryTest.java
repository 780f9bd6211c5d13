// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.e2e.CurrentPrometheus.Sample;
import io.keplerotel.agent.observability.Dashboards;
import io.keplerotel.agent.testing.AgentProcess;
import io.keplerotel.semconv.Registry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every query of every dashboard and rule, asked of a real Prometheus that holds ten minutes of the
 * agent's figures: by scrape in each dialect, and by OTLP.
 */
@Tag("e2e")
class DashboardQueryTest {
  private static final Duration LENGTH =
      Duration.ofMinutes(Integer.getInteger("kepler.dashboards.minutes", 10));
  private static final Path FOLDER = Chart.ROOT.resolve("observability/prometheus");
  private static final Pattern METRIC =
      Pattern.compile("(?<![\\w:~\"|(.])(kepler_[a-z0-9_]+|scrape_[a-z_]+)(?=[{\\[)])");
  private static final Set<String> LABELS =
      Registry.ATTRIBUTES.stream()
          .map(key -> key.getKey().replace('.', '_'))
          .collect(Collectors.toSet());

  /** Part of the panel's name, and why it has no answer here. */
  private static final Map<String, String> NO_ANSWER =
      Map.of(
          ": Power of GPUs", "this machine has no GPU",
          ": GPU power by container", "this machine has no GPU",
          ": Power by image", "there is no kube-state-metrics here");

  /** By scrape: no label of the cluster is set by the shipped configuration. */
  private static final String CLUSTER_VARIABLE = ": variable cluster";

  @TempDir Path folder = Path.of("");
  private Optional<AgentAccount> account = Optional.empty();

  @Test
  void everyQueryReturnsDataByScrapeAndByOtlp() throws Exception {
    try (ControlPlane plane = ControlPlane.start();
        TestNode node = TestNode.withAllKinds(plane, "shop");
        TurningCounters rapl =
            TurningCounters.start(Files.createDirectories(folder.resolve("sys")));
        CurrentPrometheus pushed = receiving();
        AgentProcess agent = agent(plane, rapl, Optional.of(pushed), "kepler");
        AgentProcess tenAgent = agent(plane, rapl, Optional.empty(), "kepler-0.10");
        AgentProcess otelAgent = agent(plane, rapl, Optional.empty(), "otel");
        CurrentPrometheus scraped = scraping(agent, "scraped", "kepler");
        CurrentPrometheus ten = scraping(tenAgent, "ten", "kepler-0.10");
        CurrentPrometheus otel = scraping(otelAgent, "otel", "kepler")) {
      assertThat(node.pods()).isNotEmpty();
      Pause.of(LENGTH);
      Instant now = Instant.now();
      List<String> failures = new ArrayList<>();
      failures.addAll(dashboards("scraped", scraped, now));
      failures.addAll(dashboards("pushed", pushed, now));
      failures.addAll(dashboards("otel", otel, now));
      failures.addAll(recorded("kepler", scraped, now));
      failures.addAll(recorded("kepler", pushed, now));
      failures.addAll(recorded("kepler", otel, now));
      failures.addAll(recorded("kepler-0.10", ten, now));
      failures.addAll(alerts(List.of(scraped, pushed), now));
      assertThat(failures).isEmpty();
    }
  }

  private static List<String> dashboards(String way, CurrentPrometheus prometheus, Instant now) {
    List<String> failures = new ArrayList<>();
    int answered = 0;
    for (Dashboards.Query query : Dashboards.queries()) {
      Optional<String> reason =
          NO_ANSWER.entrySet().stream()
              .filter(entry -> query.place().contains(entry.getKey()))
              .map(Map.Entry::getValue)
              .findFirst();
      boolean clusterless = query.place().endsWith(CLUSTER_VARIABLE) && !way.equals("pushed");
      for (Map<String, String> choice : List.of(all(), one())) {
        boolean data = !prometheus.query(filled(query.text(), choice), now).isEmpty();
        answered += data ? 1 : 0;
        if (data == (reason.isPresent() || clusterless)) {
          failures.add("%s, %s: data: %s".formatted(way, query.place(), data));
        }
      }
      reason.ifPresent(why -> System.out.printf("%s, %s: %s%n", way, query.place(), why));
    }
    System.out.printf("%s: %d answers with data%n", way, answered);
    return failures;
  }

  private static List<String> recorded(String rules, CurrentPrometheus prometheus, Instant now) {
    List<String> failures = new ArrayList<>();
    for (String name : Dashboards.recorded(rules + ".rules.yml")) {
      List<Sample> samples = prometheus.query(name, now);
      if (samples.stream().noneMatch(sample -> Double.parseDouble(sample.value()) > 0)) {
        failures.add("%s: %s has no data".formatted(rules, name));
      }
    }
    return failures;
  }

  /** All is well, so none fires; but what they ask about is there. */
  private static List<String> alerts(List<CurrentPrometheus> ways, Instant now) {
    List<String> failures = new ArrayList<>();
    for (Dashboards.Query alert : Dashboards.alerts("kepler-alerts.yml")) {
      for (CurrentPrometheus prometheus : ways) {
        if (!prometheus.query(alert.text(), now).isEmpty()) {
          failures.add(alert.place() + " fires");
        }
      }
      for (String metric :
          METRIC
              .matcher(alert.text())
              .results()
              .map(MatchResult::group)
              .filter(name -> !LABELS.contains(name))
              .distinct()
              .toList()) {
        if (ways.stream().allMatch(way -> way.query("count(" + metric + ")", now).isEmpty())) {
          failures.add("%s: %s has no data".formatted(alert.place(), metric));
        }
      }
    }
    return failures;
  }

  private static Map<String, String> all() {
    return Map.of("job", ".*", "cluster", ".*", "node", ".*", "namespace", ".*", "pod", ".*");
  }

  /** The scraped data has no cluster, as it ships. */
  private static Map<String, String> one() {
    return Map.of(
        "job", ".+",
        "cluster", "|e2e",
        "node", TestNode.NAME,
        "namespace", "shop",
        "pod", ".*-x2x");
  }

  private static String filled(String query, Map<String, String> choice) {
    String text =
        query
            .replace("$__rate_interval", "1m")
            .replace("$__range", LENGTH.toSeconds() + "s")
            .replace("$price", "0.30")
            .replace("$intensity", "400")
            .replace("$pue", "1");
    for (Map.Entry<String, String> value : choice.entrySet()) {
      text = text.replace("$" + value.getKey(), value.getValue());
    }
    return text;
  }

  private AgentProcess agent(
      ControlPlane plane, TurningCounters rapl, Optional<CurrentPrometheus> push, String dialect)
      throws IOException {
    Map<String, String> environment = new HashMap<>();
    List<String> flags =
        new ArrayList<>(List.of("--prometheus.dialect=" + dialect, "--host.sysfs=" + rapl.sysfs()));
    push.ifPresentOrElse(
        to -> {
          environment.put("OTEL_EXPORTER_OTLP_ENDPOINT", to.url() + "/api/v1/otlp");
          environment.put("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf");
          environment.put("OTEL_METRIC_EXPORT_INTERVAL", "5s");
        },
        () -> flags.add("--otlp.enabled=false"));
    Path account = Files.createDirectories(folder.resolve("account"));
    AgentProcess agent =
        account(plane, account).launchWith("rapl", environment, flags.toArray(String[]::new));
    agent.awaitReady();
    return agent;
  }

  private AgentAccount account(ControlPlane plane, Path path) {
    if (account.isEmpty()) {
      account = Optional.of(new AgentAccount(plane, path));
    }
    return account.orElseThrow();
  }

  private CurrentPrometheus scraping(AgentProcess agent, String name, String rules)
      throws IOException {
    Path config =
        Files.writeString(
            folder.resolve(name + ".yml"),
            """
            global: {evaluation_interval: 15s}
            rule_files: ["%1$s/rules/%2$s.rules.yml", "%1$s/rules/kepler-alerts.yml"]
            scrape_configs:
              - job_name: kepler
                scrape_interval: 5s
                static_configs:
                  - targets: ["127.0.0.1:%3$d"]
                    labels: {instance: %4$s}
            """
                .formatted(FOLDER, rules, agent.port(), TestNode.NAME));
    return CurrentPrometheus.start(config, folder.resolve("data-" + name));
  }

  /** With the configuration that ships, and its rules. */
  private CurrentPrometheus receiving() throws IOException {
    Path config =
        Files.writeString(
            folder.resolve("receiving.yml"),
            Files.readString(FOLDER.resolve("prometheus-otlp.yml"))
                .replace("  - rules/", "  - " + FOLDER + "/rules/"));
    return CurrentPrometheus.start(
        config, folder.resolve("data-pushed"), "--web.enable-otlp-receiver");
  }
}
