// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.export.otlp;

import io.keplerotel.agent.meter.KnownNames;
import io.keplerotel.agent.meter.NamedSnapshots;
import io.keplerotel.agent.meter.OtlpDialect;
import io.keplerotel.agent.meter.SnapshotMeters;
import io.keplerotel.agent.meter.Snapshots;
import io.keplerotel.agent.model.Energies;
import io.keplerotel.agent.model.Snapshot;
import io.keplerotel.agent.status.PushTally;
import io.keplerotel.agent.workload.NamedSnapshot;
import io.keplerotel.semconv.ResourceAttributes;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporter;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.export.PeriodicMetricReader;
import io.opentelemetry.sdk.resources.Resource;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The OTLP side of an agent on a node with one pod and a container outside Kubernetes. */
public final class PushedNode implements AutoCloseable {
  private static final double UJ_PER_J = 1e6;

  private final Snapshot snapshot = Snapshots.at(1);
  private final OtlpPush push;

  private PushedNode(String name, String endpoint) {
    Attributes node =
        Attributes.of(
            ResourceAttributes.SERVICE_NAME,
            "kepler-agent",
            ResourceAttributes.SERVICE_INSTANCE_ID,
            InstanceId.of(name),
            ResourceAttributes.HOST_NAME,
            name);
    push =
        new OtlpPush(
            node,
            Attributes::empty,
            new PushTally(),
            Map.of(),
            Map.of(
                "otel.exporter.otlp.protocol", "http/protobuf",
                "otel.exporter.otlp.endpoint", endpoint,
                "otel.metric.export.interval", "500"));
    push.start();
    NamedSnapshot named = NamedSnapshots.of(snapshot, KnownNames.of("shop", "web-1", "nginx"));
    new SnapshotMeters(push.meter(), OtlpDialect.pushed(Optional.empty()), () -> named).register();
  }

  /** Of this name, pushing there. */
  public static PushedNode named(String name, String endpoint) {
    return new PushedNode(name, endpoint);
  }

  /** What the node's zones have used. */
  public double nodeJoules() {
    return joules(snapshot.node());
  }

  /** What all that stands for a container has used. */
  public double containerJoules() {
    return snapshot.workloads().stream().mapToDouble(each -> joules(each.energies())).sum();
  }

  /** The application in the pod, with the identity that OpenTelemetry's operator gives it. */
  public Application application(String endpoint) {
    return new Application(endpoint);
  }

  @Override
  public void close() {
    push.close();
  }

  private double joules(Energies energies) {
    double joules = 0;
    for (int zone = 0; zone < snapshot.zones().size(); zone++) {
      joules += (energies.idleUj(zone) + energies.dynamicUj(zone)) / UJ_PER_J;
    }
    return joules;
  }

  /** Pushes a counter of requests. */
  public static final class Application implements AutoCloseable {
    private static final int REQUESTS = 3;

    private final SdkMeterProvider provider;

    private Application(String endpoint) {
      provider =
          SdkMeterProvider.builder()
              .setResource(
                  Resource.create(
                      Attributes.builder()
                          .put("service.name", "web")
                          .put("service.namespace", "shop")
                          .put("service.instance.id", "shop.web-1.nginx")
                          .put("k8s.pod.name", "web-1")
                          .build()))
              .registerMetricReader(
                  PeriodicMetricReader.builder(
                          OtlpHttpMetricExporter.builder()
                              .setEndpoint(endpoint + "/v1/metrics")
                              .build())
                      .setInterval(Duration.ofMillis(500))
                      .build())
              .build();
      provider.get("app").counterBuilder("app.requests").build().add(REQUESTS);
    }

    public double requests() {
      return REQUESTS;
    }

    @Override
    public void close() {
      provider.close();
    }
  }
}
