// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.workload.kube;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;

/** A client, and what is known of its requests. */
record Connection(KubernetesClient client, ApiCalls calls) {
  static Connection open(Config config, ApiCalls calls) {
    return new Connection(Clients.of(config, calls), calls);
  }
}
