// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.workload;

import java.util.List;
import java.util.Optional;

/**
 * The image of a container.
 *
 * @param name without tag and digest; empty where only its id is known
 * @param tags none where it is named by its digest or id
 * @param digest such as {@code sha256:…}, where the reference has one
 * @param id such as {@code sha256:…}, where it is named by nothing else
 */
public record Image(String name, List<String> tags, Optional<String> digest, Optional<String> id) {
  private static final String LATEST = "latest";
  private static final String ID = "sha256:";

  /** Takes a copy of the tags. */
  public Image {
    tags = List.copyOf(tags);
  }

  /** Parses a reference, such as {@code registry.k8s.io:443/pause:3.10@sha256:…}. */
  public static Image parse(String reference) {
    if (reference.startsWith(ID)) {
      return new Image("", List.of(), Optional.empty(), Optional.of(reference));
    }
    int at = reference.indexOf('@');
    String undigested = at < 0 ? reference : reference.substring(0, at);
    Optional<String> digest = at < 0 ? Optional.empty() : Optional.of(reference.substring(at + 1));
    int colon = undigested.lastIndexOf(':');
    boolean isTagged = colon > undigested.lastIndexOf('/');
    return new Image(
        isTagged ? undigested.substring(0, colon) : undigested,
        isTagged
            ? List.of(undigested.substring(colon + 1))
            : digest.isPresent() ? List.of() : List.of(LATEST),
        digest,
        Optional.empty());
  }

  /**
   * What it says of the version of the software in it, by OpenTelemetry's rules for {@code
   * service.version} in Kubernetes: tag and digest, or the one of them that there is.
   */
  public Optional<String> version() {
    Optional<String> tag = tags.stream().findFirst();
    return tag.isPresent() && digest.isPresent()
        ? Optional.of(tag.get() + "@" + digest.get())
        : tag.or(() -> digest);
  }
}
