// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.workload.kube;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the informer keeps of each pod: its uid and version. The directory keeps the rest. */
final class PodStore implements ItemStore<ObservedPod> {
  private final Map<String, String> versions = new ConcurrentHashMap<>();

  @Override
  public String getKey(ObservedPod pod) {
    return pod.getMetadata().getUid();
  }

  @Override
  public @Nullable ObservedPod put(String uid, ObservedPod pod) {
    return restored(uid, versions.put(uid, pod.getMetadata().getResourceVersion()));
  }

  @Override
  public @Nullable ObservedPod remove(String uid) {
    return restored(uid, versions.remove(uid));
  }

  @Override
  public Stream<String> keySet() {
    return versions.keySet().stream();
  }

  @Override
  public Stream<ObservedPod> values() {
    return versions.entrySet().stream().map(entry -> pod(entry.getKey(), entry.getValue()));
  }

  @Override
  public int size() {
    return versions.size();
  }

  @Override
  public @Nullable ObservedPod get(String uid) {
    return restored(uid, versions.get(uid));
  }

  @Override
  public boolean isFullState() {
    return false;
  }

  private static @Nullable ObservedPod restored(String uid, @Nullable String version) {
    return version == null ? null : pod(uid, version);
  }

  private static ObservedPod pod(String uid, String version) {
    ObservedPod pod = new ObservedPod();
    pod.setMetadata(new ObjectMetaBuilder().withUid(uid).withResourceVersion(version).build());
    return pod;
  }
}
