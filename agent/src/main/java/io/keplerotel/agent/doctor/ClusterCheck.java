// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.doctor;

import io.keplerotel.agent.linux.fs.CgroupHierarchy;
import io.keplerotel.agent.linux.fs.CgroupTree;
import io.keplerotel.agent.linux.fs.HostFiles;
import io.keplerotel.agent.linux.fs.UnreadableException;
import io.keplerotel.agent.workload.PodSource;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Asks Kubernetes as the agent would. */
final class ClusterCheck {
  private static final String TOPIC = "kubernetes";
  private static final long LOOK_MS = 100;

  /** What such a reason goes on with is a comfort to a running agent only. */
  private static final String NO_ANSWER = "no answer";

  private static final String REACH =
      "check kube.config or KUBERNETES_SERVICE_HOST, and the network policy";
  private static final List<String> POD_CGROUPS = List.of("/kubepods.slice", "/kubepods");

  private final HostFiles files;
  private final Supplier<PodSource> pods;
  private final Duration patience;

  /**
   * A check.
   *
   * @param patience for an answer
   */
  ClusterCheck(HostFiles files, Supplier<PodSource> pods, Duration patience) {
    this.files = files;
    this.pods = pods;
    this.patience = patience;
  }

  Check check() {
    return new Check(TOPIC, () -> List.of(find()));
  }

  private Finding find() throws InterruptedException {
    try (PodSource source = pods.get()) {
      if (source.state().isEmpty()) {
        return unasked();
      }
      source.start();
      long endNs = System.nanoTime() + patience.toNanos();
      Optional<PodSource.State> state = source.state();
      while (state.isPresent() && isOpen(state.get()) && System.nanoTime() < endNs) {
        Thread.sleep(LOOK_MS);
        state = source.state();
      }
      return found(state.orElseThrow());
    }
  }

  private static boolean isOpen(PodSource.State state) {
    return !state.available() && state.reason().isEmpty();
  }

  private Finding found(PodSource.State state) {
    if (state.available()) {
      return Finding.ok(
          TOPIC, "it answers; %d pods of this node are known".formatted(state.pods()));
    }
    if (state.reason().isEmpty()) {
      return Finding.problem(TOPIC, "no answer within %d s".formatted(patience.toSeconds()), REACH);
    }
    Finding refused = Finding.of(TOPIC, Verdict.PROBLEM, state.reason());
    return state.reason().startsWith(NO_ANSWER)
        ? Finding.problem(TOPIC, refused.text(), REACH)
        : refused;
  }

  private Finding unasked() {
    return runsPods()
        ? Finding.note(
            TOPIC,
            "pods run here, but nobody is asked for their names: containers are shown by their ids",
            "run the agent as a pod, or set kube.config")
        : Finding.ok(TOPIC, "not a node of a cluster; nobody is asked for names of pods");
  }

  private boolean runsPods() {
    try {
      CgroupTree tree = CgroupTree.find(files);
      return Stream.of(tree.unified(), tree.legacy().map(CgroupTree.Legacy::hierarchy))
          .flatMap(Optional::stream)
          .anyMatch(ClusterCheck::holdsPods);
    } catch (UnreadableException ignored) {
      // That there is no tree, another check says.
      return false;
    }
  }

  private static boolean holdsPods(CgroupHierarchy hierarchy) {
    return POD_CGROUPS.stream()
        .flatMap(path -> hierarchy.directory(path).stream())
        .anyMatch(Files::isDirectory);
  }
}
