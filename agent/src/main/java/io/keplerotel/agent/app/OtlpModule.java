// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.app;

import dagger.Module;
import dagger.Provides;
import dagger.multibindings.ElementsIntoSet;
import io.keplerotel.agent.config.Settings;
import io.keplerotel.agent.export.Exporter;
import io.keplerotel.agent.export.otlp.OtlpPush;
import io.keplerotel.agent.status.PushTally;
import io.keplerotel.agent.workload.PodSource;
import io.keplerotel.semconv.ResourceAttributes;
import io.opentelemetry.api.common.Attributes;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Set;

/** Pushes by OTLP. */
@Module
interface OtlpModule {
  @Provides
  @ElementsIntoSet
  static Set<Exporter> exporter(Settings settings, Provider<OtlpExporter> otlp) {
    return settings.export().otlp() && OtlpPush.isWanted(System.getenv())
        ? Set.of(otlp.get())
        : Set.of();
  }

  @Provides
  @Singleton
  static PushTally tally() {
    return new PushTally();
  }

  @Provides
  @Singleton
  static OtlpPush push(NodeIdentity node, PodSource pods, PushTally tally) {
    return new OtlpPush(node.resource(), () -> lateNode(pods), tally, System.getenv(), Map.of());
  }

  private static Attributes lateNode(PodSource pods) {
    return pods.nodeUid()
        .map(uid -> Attributes.of(ResourceAttributes.K8S_NODE_UID, uid))
        .orElse(Attributes.empty());
  }
}
