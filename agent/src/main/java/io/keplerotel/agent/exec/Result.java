// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.exec;

import io.keplerotel.agent.model.Provenance;
import io.keplerotel.agent.model.Tariff;
import java.util.List;
import java.util.Optional;

/**
 * What came of it.
 *
 * @param runs at least one
 * @param method how the command was told apart from all else
 * @param estimate what is estimated and from what; empty where all is measured
 * @param notes what the reader is to know
 */
public record Result(
    List<String> command,
    List<Run> runs,
    Method method,
    Optional<EstimateNote> estimate,
    Tariff tariff,
    List<String> notes) {
  /** Takes copies. */
  public Result {
    command = List.copyOf(command);
    runs = List.copyOf(runs);
    notes = List.copyOf(notes);
  }

  /** How a command is told apart. */
  public enum Method {
    /** By a cgroup of its own. */
    CGROUP,
    /** By the tree of processes. */
    PROCESS_TREE
  }

  /**
   * What an estimate is made from.
   *
   * @param model such as {@code catalogue-2026/amd-epyc-9654}
   * @param evidence how near its data are, such as {@code cpu_model}
   * @param reason why this model
   * @param lowWatts of the whole machine at the last load, with 95 % probability it is more
   * @param highWatts with 95 % probability it is less
   */
  public record EstimateNote(
      String model, String evidence, String reason, double lowWatts, double highWatts) {}

  /** Whether any figure of the total is estimated. */
  public boolean isEstimated() {
    return runs.stream()
        .flatMap(run -> run.zones().stream())
        .filter(use -> use.zone().component().inTotal())
        .anyMatch(use -> use.zone().provenance() == Provenance.ESTIMATED);
  }

  /** What kepler-agent is to end with: as the last run did. */
  public int status() {
    return runs.getLast().status();
  }
}
