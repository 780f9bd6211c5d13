// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.exec;

import java.util.List;
import java.util.Optional;

/**
 * A result, and what it is held against.
 *
 * @param comparison with an earlier result, where there is one
 * @param exceeded which limits it is over, a line for each
 */
public record Outcome(Result result, Optional<Comparison> comparison, List<String> exceeded) {
  /**
   * Exit status where a limit is exceeded: below those that xargs (123), timeout (124) and shells
   * (125 to 127) have taken, and a failure for {@code git bisect run}.
   */
  public static final int OVER_LIMIT = 122;

  /** Takes a copy of the list. */
  public Outcome {
    exceeded = List.copyOf(exceeded);
  }

  /** Compares it. */
  public static Outcome of(Result result, Optional<Earlier> earlier, Limits limits) {
    Optional<Comparison> comparison = earlier.map(each -> Comparison.of(each, result));
    return new Outcome(result, comparison, limits.exceeded(result, comparison));
  }

  /** What kepler-agent is to end with: the command's own failure comes first. */
  public int status() {
    return result.status() != 0 || exceeded.isEmpty() ? result.status() : OVER_LIMIT;
  }
}
