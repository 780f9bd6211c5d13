// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.workload;

import io.keplerotel.agent.model.Workload;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Who knows about the pods of this machine. Safe for all threads. */
public interface PodSource extends WorkloadNames, CpuRequests, AutoCloseable {
  /** Starts to learn, and returns at once. */
  void start();

  /** How it is; empty where nobody is asked about pods. */
  Optional<State> state();

  /** Uid of this Kubernetes node. */
  Optional<String> nodeUid();

  /** What the cloud calls this node's kind, such as {@code m7a.2xlarge}; empty until known. */
  default Optional<String> instanceType() {
    return Optional.empty();
  }

  /**
   * Forgets what ended a while ago and is not in use any more.
   *
   * @param inUse ids of containers, and pod uids by their cgroups, that are still shown
   */
  void settle(Set<String> inUse, long nowNs);

  @Override
  void close();

  /**
   * How a source of pods is.
   *
   * @param reason why it is not available; empty where it is
   * @param calls requests so far
   * @param pods how many are known
   */
  record State(boolean available, String reason, long calls, int pods) {}

  /** Knows no pods. */
  static PodSource none() {
    return new PodSource() {
      @Override
      public void start() {}

      @Override
      public Optional<State> state() {
        return Optional.empty();
      }

      @Override
      public Names ofContainer(Workload.Container container) {
        return Names.UNKNOWN;
      }

      @Override
      public OptionalLong millicores(Workload.Container container) {
        return OptionalLong.empty();
      }

      @Override
      public Optional<String> nodeUid() {
        return Optional.empty();
      }

      @Override
      public void settle(Set<String> inUse, long nowNs) {}

      @Override
      public void close() {}
    };
  }
}
