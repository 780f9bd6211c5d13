// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.semconv.build;

import java.util.stream.Collectors;

/** Writes the tables that people read. */
record TableWriter(Registry registry) {
  String write() {
    StringBuilder out = new StringBuilder();
    out.append(
        """
        <!-- Generated from semconv/model; `make docs` writes it again. -->
        # Metrics

        All dialects show the same snapshot: the same joules at the same tick, however many read them.
        Energy is cumulative; power is its rate: `rate(kepler_container_joules_total[1m])` is in watts.
        A component that this machine does not meter is absent, never 0. Components overlap: platform
        contains package, dram and other; package contains core and uncore. Idle energy is divided among
        containers, not among processes.

        ## Prometheus, dialect `kepler`

        Names and labels of Kepler 0.7 on `:9103/metrics`; the default.

        | Metric | Type | Unit | Labels | Description |
        |---|---|---|---|---|
        """);
    registry.metricsOf("kepler-metrics.yaml").forEach(metric -> out.append(prometheusRow(metric)));
    out.append(
        """

        ## Prometheus, dialect `kepler-0.10`

        Names and labels of Kepler 0.10 and later, with `prometheus.dialect: kepler-0.10`. As there, workloads
        have dynamic energy only, and units, kernel threads and host processes are processes only.

        | Metric | Type | Unit | Labels | Description |
        |---|---|---|---|---|
        """);
    registry
        .metricsOf("kepler-ten-metrics.yaml")
        .forEach(metric -> out.append(prometheusRow(metric)));
    out.append(
        """

        ## Prometheus, dialect `otel`

        With `prometheus.dialect: otel`, what stands under OTLP, in the names and labels that Prometheus
        itself gives to what is pushed to it: `kepler.container.energy` is
        `kepler_container_energy_joules_total`, `k8s.pod.name` is `k8s_pod_name`. Dashboards and rules so work
        for both. Resource attributes are labels, without `service.*`.

        ## OTLP

        By the semantic conventions, as cumulative monotonic sums with true start times. One resource for
        the node and one for each container.

        | Metric | Instrument | Unit | Attributes | Description |
        |---|---|---|---|---|
        """);
    registry.metricsOf("otlp-metrics.yaml").forEach(metric -> out.append(otlpRow(metric)));
    out.append(
        """

        ## The agent's own metrics

        In all dialects, and with them what GPUs say of themselves. By OTLP and in dialect `otel` with the
        attributes below; in the Kepler dialects their labels have no `kepler.`, `hw.id` is `zone`, a GPU's
        number is `gpu`, its model `gpu_name`, its `hw.vendor` is `vendor`, and `reason` says why a source
        does not work.

        | Metric | Prometheus | Instrument | Unit | Attributes | Description |
        |---|---|---|---|---|---|
        """);
    registry.metricsOf("agent-metrics.yaml").forEach(metric -> out.append(agentRow(metric)));
    registry.groups().forEach(group -> out.append(attributes(group)));
    return out.toString();
  }

  private static String prometheusRow(Metric metric) {
    return row(
        code(metric.prometheusName()),
        metric.prometheusType(),
        code(metric.unit()),
        list(metric),
        text(metric));
  }

  private static String otlpRow(Metric metric) {
    return row(
        code(metric.name()), metric.instrument(), code(metric.unit()), list(metric), text(metric));
  }

  private static String agentRow(Metric metric) {
    return row(
        code(metric.name()),
        code(metric.prometheusName()),
        metric.instrument(),
        code(metric.unit()),
        list(metric),
        text(metric));
  }

  private static String attributes(Registry.AttributeGroup group) {
    String rows =
        group.attributes().stream()
            .filter(attribute -> !attribute.internal())
            .map(
                attribute ->
                    row(
                        code(attribute.id()),
                        attribute.type(),
                        attribute.brief(),
                        attribute.examples()))
            .collect(Collectors.joining());
    return "\n## %s\n\n%s\n\n| Name | Type | Description | Values |\n|---|---|---|---|\n%s"
        .formatted(group.title(), group.brief(), rows);
  }

  private static String row(String... cells) {
    return "| " + String.join(" | ", cells).replace("` `", "") + " |\n";
  }

  private static String code(String text) {
    return "`" + text + "`";
  }

  private static String list(Metric metric) {
    return metric.attributes().stream().map(TableWriter::code).collect(Collectors.joining(", "));
  }

  private static String text(Metric metric) {
    return metric.note().isEmpty() ? metric.brief() : metric.brief() + " " + metric.note();
  }
}
