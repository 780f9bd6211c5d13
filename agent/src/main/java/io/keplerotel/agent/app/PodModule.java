// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.app;

import dagger.Module;
import dagger.Provides;
import io.keplerotel.agent.config.KubeSettings;
import io.keplerotel.agent.config.Settings;
import io.keplerotel.agent.linux.fs.HostFiles;
import io.keplerotel.agent.power.estimated.InstanceLabel;
import io.keplerotel.agent.workload.PodSource;
import io.keplerotel.agent.workload.RuntimeNames;
import io.keplerotel.agent.workload.kube.KubernetesSource;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.nio.file.Files;
import java.time.Duration;

/** Who knows the names of pods. The Kubernetes client is not even loaded where nobody is asked. */
@Module
interface PodModule {
  @Provides
  @Singleton
  static PodSource pods(
      Settings settings,
      Provider<KubernetesSource> kubernetes,
      HostFiles files,
      InstanceLabel label) {
    PodSource pods = wanted(settings.kube()) ? kubernetes.get() : PodSource.none();
    label.follow(pods::instanceType);
    return new RuntimeNames(pods, files, System::nanoTime);
  }

  @Provides
  static KubernetesSource kubernetes(Settings settings, NodeIdentity node) {
    Duration half = settings.workloads().retention().dividedBy(2);
    Duration hold = settings.kube().hold();
    return new KubernetesSource(
        settings.kube(), node.name(), hold.compareTo(half) > 0 ? half : hold, System.getenv());
  }

  /** Whether Kubernetes is to be asked. */
  static boolean wanted(KubeSettings kube) {
    return switch (kube.enabled()) {
      case TRUE -> true;
      case FALSE -> false;
      case AUTO ->
          kube.config().isPresent() || Files.exists(kube.serviceAccount().resolve("token"));
    };
  }
}
