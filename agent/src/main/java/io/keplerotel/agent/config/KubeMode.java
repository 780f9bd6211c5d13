// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.config;

/** Whom pods are learnt from. */
public enum KubeMode {
  /** The API server: list once, then watch. */
  APISERVER,
  /** The kubelet of this node: poll. */
  KUBELET
}
