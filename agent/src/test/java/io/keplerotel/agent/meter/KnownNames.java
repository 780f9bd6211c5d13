// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.meter;

import io.keplerotel.agent.model.Workload;
import io.keplerotel.agent.workload.Image;
import io.keplerotel.agent.workload.Owner;
import io.keplerotel.agent.workload.PodNames;
import io.keplerotel.agent.workload.ServiceNames;
import io.keplerotel.agent.workload.WorkloadNames;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Names of one pod for all, known or still waited for. */
public record KnownNames(Optional<PodNames> pod, Names container, Duration hold)
    implements WorkloadNames {
  /** All is known. */
  public static KnownNames of(String namespace, String pod, String container) {
    return new KnownNames(
        Optional.of(names(namespace, pod)), container(namespace, pod, container), Duration.ZERO);
  }

  /** Nothing is known yet. */
  public static KnownNames waiting(Duration hold) {
    return new KnownNames(Optional.empty(), Names.UNKNOWN, hold);
  }

  static Names container(String namespace, String pod, String container) {
    return new Names(
        Optional.of(names(namespace, pod)),
        Optional.of(container),
        Optional.of(Image.parse("docker.io/library/nginx:1.29")),
        Optional.of(
            new ServiceNames(
                "web",
                namespace,
                Optional.of("1.29"),
                Optional.of(namespace + "." + pod + "." + container))));
  }

  private static PodNames names(String namespace, String pod) {
    return new PodNames(
        Snapshots.POD_UID,
        namespace,
        pod,
        List.of(new Owner("ReplicaSet", "web-5d4f8"), new Owner("Deployment", "web")),
        new ServiceNames("web", namespace, Optional.empty(), Optional.empty()));
  }

  @Override
  public Names ofContainer(Workload.Container asked) {
    return asked.podUid().isPresent() ? container : Names.UNKNOWN;
  }

  @Override
  public Optional<PodNames> ofPod(String podUid) {
    return pod;
  }
}
