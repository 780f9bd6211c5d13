// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

@Tag("e2e")
class ChartTest {
  private static final String TEMPLATE =
      "helm template kepler k8s/helm/kepler --skip-tests --namespace kepler-system"
          + " --values k8s/kepler-values.yaml";

  @Test
  void lintIsCleanWithTheGuidesValues() {
    String output =
        Chart.offline("helm lint k8s/helm/kepler --strict --values k8s/kepler-values.yaml").ok();
    assertThat(output).contains("0 chart(s) failed").doesNotContain("[WARNING]");
  }

  @Test
  void rendersTheKustomizeBase() throws IOException {
    assertThat(rendered(TEMPLATE)).isEqualTo(file("k8s/kustomize/base/kepler.yaml"));
  }

  @Test
  void rendersTheGoldenPageWithEveryOption() throws IOException {
    assertThat(rendered(TEMPLATE + " --values k8s/e2e/every-option.yaml"))
        .isEqualTo(file("k8s/e2e/every-option.golden.yaml"));
  }

  @Test
  void kustomizeBuildsTheObjectsOfTheChart() {
    Map<String, Object> built = objects(Chart.offline("kubectl kustomize k8s/kustomize/base").ok());
    assertThat(built.remove("Namespace kepler-system")).isNotNull();
    assertThat(built).isEqualTo(objects(rendered(TEMPLATE)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "service.port=99999 | /service/port",
        "service.port=http | /service/port",
        "service.type=External | /service/type",
        "servce.port=9103 | servce",
        "image.tagg=1 | tagg",
        "image.pullPolicy=Sometimes | /image/pullPolicy",
        "serviceMonitor.enabled=maybe | /serviceMonitor/enabled",
        "serviceMonitor.interval=often | /serviceMonitor/interval",
        "web.configKey=a/b | /web/configKey",
        "web.tsl=true | tsl",
        "modelFile.key=a/b | /modelFile/key",
        "modelFile.inline=a,modelFile.configMap=b | modelFile.inline",
        "kube.mode=etcd | /kube/mode",
        "otlp.endpoint=collector:4317 | /otlp/endpoint",
        "otlp.protocol=http/json | /otlp/protocol",
        "resources.limits.memory=lots | /resources/limits/memory",
        "capabilities[0]=CAP-BPF | /capabilities/0",
        "image.digest=latest | /image/digest",
        "extraArgs[0]=log.format=json | /extraArgs/0",
        "prometheusRule.dialect=otlp | /prometheusRule/dialect",
        "dnsPolicy=Cluster | /dnsPolicy",
        "config.intervall=2s | intervall",
        "config.interval=often | /config/interval",
        "config.interval=2m | /config/interval",
        "config.interval=50ms | /config/interval",
        "config.process\\.top=100001 | /config/process.top",
        "config.host.sysfs=/host/sys | config.host.sysfs: leave it away: the chart mounts /sys itself",
        "config.host\\.procfs=/host/proc | config.host.procfs: leave it away",
        "config.web.listen=0.0.0.0:28282 | choose the Service's port by service.port",
        "image.repository=quay.io/sustainable_computing_io/kepler | another agent's image",
        "config.kube.mode=kubelet | set kube.mode of the chart",
        "config.kube\\.enabled=false | set kube.enabled of the chart",
        "config.web.config-file=/etc/web.yml | set web.configSecret of the chart",
        "image.repository=r.example.com/kepler-agent:0.2.0 | give its tag by image.tag",
        "image.repository=kepler-agent@sha256:abc | its digest by image.digest",
        "livenessProbe.httpGet.path=/probe/livez | livenessProbe.httpGet.path is /probe/livez",
        "web.users=true | without web.configSecret nobody is asked",
        "networkPolicy.from[0].podSelector.matchLabels.app=a | no effect without networkPolicy.enabled",
        "podLabels.app\\.kubernetes\\.io/name=x | is the chart's own",
        "web.configSecret=web,web.clientCertificates=true,podMonitor.enabled=true,service.annotations=null | podMonitor.tlsConfig must name",
        "podMonitor.basicAuth.username.name=a,podMonitor.basicAuth.username.key=b,podMonitor.enabled=true,service.annotations=null | username and password are both needed",
        "serviceMonitor.basicAuth.username=joe,serviceMonitor.enabled=true,service.annotations=null | /serviceMonitor/basicAuth",
        "web.configSecret=web,web.users=true,podMonitor.enabled=true,service.annotations=null | podMonitor.basicAuth must name",
        "config.cpu.source=ebpf | /config/cpu/source",
        "config.process\\.top=many | /config/process.top",
        "seccompProfile.type=Default | /seccompProfile/type",
        "updateStrategy.type=Recreate | /updateStrategy/type",
        "tolerations=all | /tolerations",
      })
  void wrongValueIsNamed(String value, String named) {
    Command.Result result = Chart.offline(TEMPLATE + " --set " + value);
    assertThat(result.status()).isNotZero();
    assertThat(result.output()).contains(named);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "image.registry=r.example.com | image: \"r.example.com/kepler-agent:dev\"",
        "image.registry=a.example.com,global.imageRegistry=b.example.com/ | image: \"b.example.com/kepler-agent:dev\"",
        "image.registry=r.example.com,image.repository=ghcr.io/kepler-otel/kepler-agent | image: \"r.example.com/kepler-otel/kepler-agent:dev\"",
        "image.digest=sha256:0123456789012345678901234567890123456789012345678901234567890123 | image: \"localhost/kepler-agent@sha256:0123456789012345678901234567890123456789012345678901234567890123\"",
        "dnsPolicy=Default,hostNetwork=true | dnsPolicy: Default",
        "livenessProbe.exec.command[0]=true | exec:",
        "config.cpu.counters=true | counters: true",
        "config.web.listen=0.0.0.0:9103 | listen: 0.0.0.0:9103",
        "securityContext.privileged=true | allowPrivilegeEscalation: true",
        "networkPolicy.enabled=true,networkPolicy.from[0].podSelector.matchLabels.app=prometheus | app.kubernetes.io/name: kepler-test",
        "prometheusRule.enabled=true,config.prometheus.dialect=kepler-0.10 | kepler_pod_cpu_joules_total",
        "config.idle.power.package-0=12.5 | package-0: \"12.5\"",
      })
  void whatPeopleSetIsRendered(String value, String wanted) {
    assertThat(rendered(TEMPLATE + " --set " + value)).contains(wanted);
  }

  @Test
  void rulesAndDashboardsAreThoseOfObservability() throws IOException {
    same("observability/prometheus/rules", "k8s/helm/kepler/files/rules");
    same("observability/grafana/dashboards", "k8s/helm/kepler/files/dashboards");
  }

  @ParameterizedTest
  @ValueSource(strings = {"kepler", "kepler-0.10"})
  void theRulesForTheOperatorAreTheDialectsAndTheAlerts(String dialect) throws IOException {
    Map<String, Object> objects =
        objects(
            rendered(
                TEMPLATE
                    + " --show-only templates/prometheusrule.yaml --set prometheusRule.enabled=true,prometheusRule.dialect="
                    + dialect));
    List<Object> groups =
        new ArrayList<>(groups("observability/prometheus/rules/" + dialect + ".rules.yml"));
    groups.addAll(groups("observability/prometheus/rules/kepler-alerts.yml"));
    groups.addAll(groups("observability/prometheus/rules/kepler-budgets.yml"));
    assertThat(objects).containsOnlyKeys("PrometheusRule kepler");
    assertThat(at(objects, "PrometheusRule kepler", "spec", "groups")).isEqualTo(groups);
  }

  @Test
  void eachDashboardIsAConfigMapThatGrafanasSidecarFinds() throws IOException {
    Map<String, Object> objects =
        objects(
            rendered(
                TEMPLATE + " --show-only templates/dashboards.yaml --set dashboards.enabled=true"));
    assertThat(objects).hasSize(5);
    assertThat(at(objects, "ConfigMap kepler-dashboard-node", "metadata", "labels").toString())
        .contains("grafana_dashboard=1");
    assertThat(
            at(objects, "ConfigMap kepler-dashboard-node", "data", "kepler-node.json").toString())
        .isEqualTo(file("observability/grafana/dashboards/kepler-node.json").strip());
  }

  private static Collection<?> groups(String path) throws IOException {
    Object rules = new Load(LoadSettings.builder().build()).loadFromString(file(path));
    return (Collection<?>) at(rules, "groups");
  }

  private static Object at(Object object, String... path) {
    Object found = object;
    for (String key : path) {
      found = Objects.requireNonNull(((Map<?, ?>) found).get(key), key);
    }
    return found;
  }

  private static void same(String folder, String copy) throws IOException {
    assertThat(contents(copy)).as("k8s/render copies them").isEqualTo(contents(folder));
  }

  private static Map<String, String> contents(String folder) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.list(Chart.ROOT.resolve(folder))) {
      for (Path path : files.toList()) {
        contents.put(path.getFileName().toString(), Files.readString(path));
      }
    }
    return contents;
  }

  /** Issue, C8: an agent that is scraped in two ways counts twice. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "serviceMonitor.enabled=true | serviceMonitor.enabled, service.annotations",
        "podMonitor.enabled=true | podMonitor.enabled, service.annotations",
        "serviceMonitor.enabled=true,podMonitor.enabled=true,service.annotations=null | serviceMonitor.enabled, podMonitor.enabled",
      })
  void twoWaysToBeScrapedAreAnError(String value, String named) {
    Command.Result result = Chart.offline(TEMPLATE + " --set " + value);
    assertThat(result.status()).isNotZero();
    assertThat(result.output()).contains("counted, 2 times: keep one of " + named);
  }

  @Test
  void aMonitorTakesThePlaceOfTheAnnotations() {
    String bare = "helm template kepler k8s/helm/kepler --namespace kepler-system";
    assertThat(rendered(bare)).contains("prometheus.io/scrape: \"true\"").doesNotContain("Monitor");
    for (String kind : List.of("PodMonitor", "ServiceMonitor")) {
      String key = kind.substring(0, 1).toLowerCase(Locale.ROOT) + kind.substring(1);
      assertThat(rendered(bare + " --set " + key + ".enabled=true"))
          .contains("kind: " + kind)
          .doesNotContain("prometheus.io/scrape");
    }
  }

  /** The kubelet has neither a certificate nor a password. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "web.tls=true | /readyz HTTPS https",
        "web.tls=false | /readyz",
        "web.users=true | /healthz HTTPS https",
        "web.clientCertificates=true | https",
      })
  void probesAndAnnotationsAskAsTheFileWants(String value, String wanted) {
    String page =
        rendered(
            "helm template kepler k8s/helm/kepler --namespace kepler-system"
                + " --set web.configSecret=kepler-web,"
                + value);
    assertThat(page).contains("web.config-file: /etc/kepler/web/web-config.yml");
    Map<String, String> signs =
        Map.of(
            "/readyz", "path: /readyz",
            "HTTPS", "scheme: HTTPS",
            "https", "prometheus.io/scheme: https");
    signs.forEach(
        (word, sign) ->
            assertThat(page.contains(sign))
                .as(sign)
                .isEqualTo(List.of(wanted.split(" ")).contains(word)));
    assertThat(page.contains("tcpSocket:")).isEqualTo(value.contains("clientCertificates"));
  }

  /** What helm renders, without what tells helm's own releases apart; as k8s/render does it. */
  private static String rendered(String line) {
    return Chart.offline(line)
        .ok()
        .lines()
        .filter(text -> !text.contains("app.kubernetes.io/managed-by: Helm"))
        .filter(text -> !text.contains("helm.sh/chart:"))
        .filter(text -> !text.startsWith("# Source:"))
        .map(text -> text + "\n")
        .reduce("", String::concat);
  }

  private static Map<String, Object> objects(String yaml) {
    Map<String, Object> objects = new TreeMap<>();
    for (Object document : new Load(LoadSettings.builder().build()).loadAllFromString(yaml)) {
      Map<?, ?> object = (Map<?, ?>) document;
      Object name =
          object.get("metadata") instanceof Map<?, ?> metadata ? metadata.get("name") : "";
      objects.put(object.get("kind") + " " + name, object);
    }
    return objects;
  }

  private static String file(String path) throws IOException {
    return Files.readString(Chart.ROOT.resolve(path));
  }
}
