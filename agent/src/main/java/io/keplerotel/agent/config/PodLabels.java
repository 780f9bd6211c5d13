// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.config;

import java.util.List;
import java.util.regex.Pattern;

/**
 * What labels of pods are for.
 *
 * @param service whether well-known ones name the service of a pod
 * @param ofOwners keys of those that owners carry, such as {@code team}
 */
public record PodLabels(ServiceLabels service, List<String> ofOwners) {
  private static final int MOST = 8;
  private static final Pattern KEY =
      Pattern.compile("([a-z0-9][a-z0-9.-]{0,252}/)?[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?");

  /** What keys may be, in words that follow "must be". */
  static final String ALLOWED_KEYS =
      "a list of up to " + MOST + " keys of labels, such as team or example.com/cost-centre";

  /** None is used. */
  public static final PodLabels NONE = new PodLabels(ServiceLabels.IGNORE, List.of());

  /** Takes a copy. */
  public PodLabels {
    ofOwners = List.copyOf(ofOwners);
  }

  /** Whether owners can carry them: as Prometheus writes them, no two may be the same. */
  static boolean areKeys(List<String> keys) {
    long apart = keys.stream().map(key -> key.replaceAll("[^A-Za-z0-9]", "_")).distinct().count();
    return keys.size() <= MOST
        && apart == keys.size()
        && keys.stream().allMatch(key -> KEY.matcher(key).matches());
  }
}
