// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.workload;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a Kubernetes pod is called.
 *
 * @param uid as the API server knows it
 * @param owners from the nearest to the topmost, such as ReplicaSet and Deployment
 * @param labels those of its labels that the energy of its owner carries
 */
public record PodNames(
    String uid,
    String namespace,
    String name,
    List<Owner> owners,
    ServiceNames service,
    Map<String, String> labels) {
  /** Takes copies. */
  public PodNames {
    owners = List.copyOf(owners);
    labels = Map.copyOf(labels);
  }

  /** One none of whose labels is carried. */
  public PodNames(
      String uid, String namespace, String name, List<Owner> owners, ServiceNames service) {
    this(uid, namespace, name, owners, service, Map.of());
  }

  /** Who is at the top; empty for a bare pod. */
  public Optional<Owner> topOwner() {
    return owners.isEmpty() ? Optional.empty() : Optional.of(owners.getLast());
  }
}
