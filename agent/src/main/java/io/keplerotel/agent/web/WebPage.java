// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.web;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of the server. Rooms that have something to show make one each.
 *
 * @param path such as {@code /metrics}; whatever is under it is not found
 * @param content what it says, asked by the server's threads
 * @param audience who may see it
 */
public record WebPage(String path, Content content, Audience audience) {
  /** Who may see a page. */
  public enum Audience {
    ANYBODY,
    /** The users that there are; anybody where there are none. */
    USERS
  }

  /** A page for users. */
  public WebPage(String path, Content content) {
    this(path, content, Audience.USERS);
  }

  // A path is one page's alone; written out for the same reason as PowerOffer's.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof WebPage page && path.equals(page.path);
  }

  @Override
  public int hashCode() {
    return path.hashCode();
  }

  /** What a page says to whom. */
  @FunctionalInterface
  public interface Content {
    /** Answers at once: a body that takes some work is made later. */
    Answer of(Request request);
  }

  /**
   * What is asked.
   *
   * @param rawQuery as it stands in the address, empty where there is none
   * @param accept what the client takes
   */
  public record Request(String rawQuery, List<String> accept) {
    /** Takes a copy of the list. */
    public Request {
      accept = List.copyOf(accept);
    }
  }
}
