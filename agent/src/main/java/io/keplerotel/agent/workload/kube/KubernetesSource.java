// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.workload.kube;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.keplerotel.agent.config.KubeMode;
import io.keplerotel.agent.config.KubeSettings;
import io.keplerotel.agent.model.Workload;
import io.keplerotel.agent.thread.LastingTurn;
import io.keplerotel.agent.workload.PodNames;
import io.keplerotel.agent.workload.PodSource;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Learns the pods of this node from Kubernetes, on a thread of its own. Nobody waits for it:
 * without an answer, all that was known stays known.
 */
public final class KubernetesSource implements PodSource {
  private static final String STARTING = "";

  /** Servers end a watch every few minutes; the next one begins at once. */
  private static final long GRACE_NS = 3_000_000_000L;

  private static final long START_NS = 10_000_000_000L;
  private static final String NO_CONNECTION =
      "no connection; what was known stays known, and it is tried again";

  private static final String FAILED =
      "kubernetes: a fault of the agent's own; what was known stays known, and it is tried again; please report this";
  private static final Logger LOG = System.getLogger(KubernetesSource.class.getName());
  private static final long AFTER_FAILURE_NS = 5_000_000_000L;

  private final KubeSettings settings;
  private final String nodeName;
  private final Duration hold;
  private final Access access;
  private final PodDirectory directory;
  private final ApiCalls calls = new ApiCalls();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("kubernetes").daemon().factory());

  private @Nullable PodFeed feed;
  private long graceEndNs;
  private long notBeforeNs = System.nanoTime();
  private List<FileTime> stamp = List.of();
  private volatile boolean current;
  private volatile boolean tried;
  private volatile Optional<String> problem = Optional.empty();
  private volatile Optional<NodeAnswer> node = Optional.empty();

  /** Assigns; {@link #start} does the work. */
  public KubernetesSource(
      KubeSettings settings, String nodeName, Duration hold, Map<String, String> environment) {
    this.directory = new PodDirectory(settings.labels());
    this.settings = settings;
    this.nodeName = nodeName;
    this.hold = hold;
    this.access = new Access(settings, nodeName, environment);
  }

  @Override
  public void start() {
    LastingTurn turn = new LastingTurn(this::tend, this::failed, LOG, FAILED);
    var unused = thread.scheduleWithFixedDelay(turn, 0, 1, TimeUnit.SECONDS);
  }

  @Override
  public Optional<State> state() {
    return Optional.of(
        new State(current, current ? "" : reason(), calls.count(), directory.present()));
  }

  @Override
  public Names ofContainer(Workload.Container container) {
    return directory.ofContainer(container);
  }

  @Override
  public Optional<PodNames> ofPod(String podUid) {
    return directory.ofPod(podUid);
  }

  @Override
  public Duration hold() {
    return hold;
  }

  @Override
  public OptionalLong millicores(Workload.Container container) {
    return directory.millicores(container);
  }

  @Override
  public Optional<String> nodeUid() {
    return node.map(NodeAnswer::uid);
  }

  @Override
  public Optional<String> instanceType() {
    return node.flatMap(NodeAnswer::instanceType);
  }

  @Override
  public void settle(Set<String> inUse, long nowNs) {
    directory.settle(inUse, nowNs);
  }

  @Override
  public void close() {
    thread.execute(this::disconnect);
    thread.shutdown();
  }

  private void tend() {
    if (System.nanoTime() - notBeforeNs < 0) {
      return;
    }
    try {
      List<FileTime> now = access.stamp();
      if (feed == null || !now.equals(stamp)) {
        disconnect();
        stamp = now;
        feed = connect();
        graceEndNs = System.nanoTime() + START_NS;
      }
      long nowNs = System.nanoTime();
      feed.tend(nowNs);
      if (feed.isCurrent()) {
        current = true;
        graceEndNs = nowNs + GRACE_NS;
      } else if (!calls.refusal().isEmpty() || nowNs - graceEndNs > 0) {
        current = false;
        tried = true;
      }
      problem = Optional.empty();
    } catch (IllegalStateException
        | IllegalArgumentException
        | KubernetesClientException
        | UncheckedIOException e) {
      lost(e);
    }
  }

  private void lost(Throwable failure) {
    current = false;
    problem = Optional.of(Refusal.of(failure));
    tried = true;
  }

  /** What was not foreseen may have left anything behind: it begins again, and not at once. */
  private void failed(Throwable failure) {
    lost(failure);
    notBeforeNs = System.nanoTime() + AFTER_FAILURE_NS;
    disconnect();
  }

  private PodFeed connect() {
    return settings.mode() == KubeMode.KUBELET
        ? new KubeletFeed(
            Connection.open(access.kubelet(), calls), directory, settings.kubelet().pollInterval())
        : new ApiServerFeed(
            Connection.open(access.apiServer(), calls),
            nodeName,
            directory,
            answer -> node = Optional.of(answer));
  }

  private void disconnect() {
    PodFeed closing = feed;
    feed = null;
    if (closing != null) {
      closing.close();
    }
  }

  private String reason() {
    if (!tried) {
      return STARTING;
    }
    return problem.orElseGet(() -> calls.refusal().isEmpty() ? NO_CONNECTION : calls.refusal());
  }
}
