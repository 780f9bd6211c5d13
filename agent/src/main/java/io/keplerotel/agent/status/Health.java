// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.status;

import io.keplerotel.agent.model.PlainText;
import java.util.List;
import java.util.function.Supplier;

/**
 * How the agent is.
 *
 * @param good whether all is well
 * @param lines what to say about it, one fact a line
 */
public record Health(boolean good, List<String> lines) {
  /** Copies, and makes plain: what a source says of a fault may be others' text. */
  public Health {
    lines = lines.stream().map(PlainText::of).toList();
  }

  /**
   * What the pages ask. Asked by the web server's threads.
   *
   * @param alive whether the process does its work
   * @param ready whether its figures can be used
   * @param state what people should see on the start page, one fact a line
   */
  public record Checks(
      Supplier<Health> alive, Supplier<Health> ready, Supplier<List<String>> state) {}
}
