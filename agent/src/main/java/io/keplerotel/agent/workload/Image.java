// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.workload;

import java.util.List;

/**
 * The image of a container.
 *
 * @param name without tag and digest
 * @param tags none where it is named by its digest
 */
public record Image(String name, List<String> tags) {
  private static final String LATEST = "latest";

  /** Copies. */
  public Image {
    tags = List.copyOf(tags);
  }

  /** Parses a reference, such as {@code registry.k8s.io:443/pause:3.10@sha256:…}. */
  public static Image parse(String reference) {
    String undigested = reference.replaceFirst("@.*", "");
    int colon = undigested.lastIndexOf(':');
    if (colon > undigested.lastIndexOf('/')) {
      return new Image(undigested.substring(0, colon), List.of(undigested.substring(colon + 1)));
    }
    boolean digested = undigested.length() < reference.length();
    return new Image(undigested, digested ? List.of() : List.of(LATEST));
  }
}
