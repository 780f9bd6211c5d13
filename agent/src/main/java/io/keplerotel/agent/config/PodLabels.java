// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.config;

import java.util.List;

/**
 * What labels of pods are for.
 *
 * @param service whether well-known ones name the service of a pod
 * @param ofOwners keys of those that owners carry, such as {@code team}
 */
public record PodLabels(ServiceLabels service, List<String> ofOwners) {
  /** None is used. */
  public static final PodLabels NONE = new PodLabels(ServiceLabels.IGNORE, List.of());

  /** Takes a copy. */
  public PodLabels {
    ofOwners = List.copyOf(ofOwners);
  }
}
