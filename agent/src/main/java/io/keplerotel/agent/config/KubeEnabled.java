// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.config;

/** Whether Kubernetes is asked for the names of pods. */
public enum KubeEnabled {
  /** Where the agent runs in a pod that has a service account, or a kubeconfig is given. */
  AUTO,
  TRUE,
  FALSE
}
