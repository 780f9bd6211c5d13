// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.workload;

import io.keplerotel.agent.linux.fs.HostFiles;
import io.keplerotel.agent.model.Workload;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Adds what podman and Docker call their containers to what is known about pods. Files are read on
 * the thread that asks, once for each container: a name that was found is kept.
 */
public final class RuntimeNames implements PodSource {
  private static final long AGAIN_NS = 10_000_000_000L;
  private static final int MOST = 10_000;

  private final PodSource pods;
  private final RuntimeFiles files;
  private final LongSupplier nanoTime;
  private final Map<String, Names> known = bounded();
  private final Map<String, Long> missedNs = bounded();

  /**
   * Nothing is read yet.
   *
   * @param nanoTime a clock that never steps, such as {@link System#nanoTime}
   */
  public RuntimeNames(PodSource pods, HostFiles files, LongSupplier nanoTime) {
    this.pods = pods;
    this.files = new RuntimeFiles(files);
    this.nanoTime = nanoTime;
  }

  @Override
  public Names ofContainer(Workload.Container container) {
    Names names = pods.ofContainer(container);
    boolean isRuntimes =
        container.runtime().equals("podman") || container.runtime().equals("docker");
    return names.container().isEmpty() && container.podUid().isEmpty() && isRuntimes
        ? fromFiles(container)
        : names;
  }

  private synchronized Names fromFiles(Workload.Container container) {
    String id = container.id();
    Names names = known.get(id);
    if (names != null) {
      return names;
    }
    Long missed = missedNs.get(id);
    if (missed != null && nanoTime.getAsLong() - missed < AGAIN_NS) {
      return Names.UNKNOWN;
    }
    Map<String, Names> found = new HashMap<>();
    if (container.runtime().equals("docker")) {
      files.docker(id).ifPresent(its -> found.put(id, its));
    } else {
      found.putAll(files.podman());
    }
    known.putAll(found);
    if (!found.containsKey(id)) {
      missedNs.put(id, nanoTime.getAsLong());
    }
    return found.getOrDefault(id, Names.UNKNOWN);
  }

  @Override
  public Optional<PodNames> ofPod(String podUid) {
    return pods.ofPod(podUid);
  }

  @Override
  public Duration hold() {
    return pods.hold();
  }

  @Override
  public void start() {
    pods.start();
  }

  @Override
  public Optional<State> state() {
    return pods.state();
  }

  @Override
  public Optional<String> nodeUid() {
    return pods.nodeUid();
  }

  @Override
  public Optional<String> instanceType() {
    return pods.instanceType();
  }

  @Override
  public OptionalLong millicores(Workload.Container container) {
    return pods.millicores(container);
  }

  @Override
  public void settle(Set<String> inUse, long nowNs) {
    pods.settle(inUse, nowNs);
  }

  @Override
  public void close() {
    pods.close();
  }

  private static <V> Map<String, V> bounded() {
    return new LinkedHashMap<>(16, 0.75f, true) {
      private static final long serialVersionUID = 1;

      @Override
      protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
        return size() > MOST;
      }
    };
  }
}
