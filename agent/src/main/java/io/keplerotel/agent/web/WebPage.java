// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.web;

import java.util.List;

/**
 * A page of the server. Rooms that have something to show make one each.
 *
 * @param path such as {@code /metrics}; whatever is under it is not found
 * @param content what it says, asked by the server's threads
 */
public record WebPage(String path, Content content) {
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
