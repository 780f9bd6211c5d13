// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.app;

import dagger.Module;
import dagger.Provides;
import io.keplerotel.agent.config.Settings;
import io.keplerotel.agent.export.otlp.OtlpPush;
import io.keplerotel.agent.export.prometheus.PrometheusEndpoint;
import io.keplerotel.agent.export.prometheus.Scrapes.CreatedLines;
import io.keplerotel.agent.linux.fs.HostFiles;
import io.keplerotel.agent.live.LiveReport;
import io.keplerotel.agent.sampling.Sampler;
import io.keplerotel.agent.status.AgentState;
import io.keplerotel.agent.status.HealthReport;
import io.keplerotel.agent.status.HeapRoom;
import io.keplerotel.agent.web.OwnPages;
import io.keplerotel.agent.web.WebServer;
import io.keplerotel.agent.web.access.WebAccess;
import io.keplerotel.agent.workload.PodSource;
import io.keplerotel.semconv.ResourceAttributes;
import io.opentelemetry.api.common.Attributes;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.stream.Stream;

/** What shows the snapshot to the world. */
@Module
interface ExportModule {
  @Provides
  @Singleton
  static AgentState state() {
    return new AgentState(System::nanoTime);
  }

  @Provides
  @Singleton
  static NodeIdentity node(Settings settings, HostFiles files) {
    return NodeIdentity.find(settings, files, System.getenv());
  }

  @Provides
  @Singleton
  static PrometheusEndpoint prometheus(PrometheusMeters meters) {
    return new PrometheusEndpoint(meters.infos());
  }

  @Provides
  @Singleton
  static OtlpPush otlp(NodeIdentity node, PodSource pods, AgentState state) {
    return new OtlpPush(node.resource(), () -> lateNode(pods), state, System.getenv(), Map.of());
  }

  @Provides
  @Singleton
  static LiveReport live(NodeIdentity node, Sampler sampler) {
    return new LiveReport(node.name(), sampler::published, sampler::cpus);
  }

  @Provides
  @Singleton
  static WebServer web(
      Settings settings,
      PrometheusEndpoint prometheus,
      HeapRoom room,
      HealthReport health,
      LiveReport live) {
    return new WebServer(
        settings.export().web().listen(),
        new WebAccess(settings.export().web().configFile(), System::nanoTime),
        Stream.concat(
                Stream.of(
                    prometheus
                        .scrapes(
                            settings.export().createdTimestamps()
                                ? CreatedLines.SHOWN
                                : CreatedLines.LEFT_OUT,
                            room.reader())
                        .page()),
                OwnPages.of(health.checks(), live::view).stream())
            .toList());
  }

  private static Attributes lateNode(PodSource pods) {
    return pods.nodeUid()
        .map(uid -> Attributes.of(ResourceAttributes.K8S_NODE_UID, uid))
        .orElse(Attributes.empty());
  }
}
