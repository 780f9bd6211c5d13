// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.exec;

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
  private static final double UJ_PER_J = 1e6;

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
   * @param watts of the whole machine at the last load
   */
  public record EstimateNote(String model, String evidence, String reason, Likely watts) {}

  /** Whether any figure of the total is estimated. */
  public boolean isEstimated() {
    return runs.stream().anyMatch(Run::isEstimated);
  }

  /** The runs that figures are taken from: those that succeeded, or all where none did. */
  public List<Run> counted() {
    List<Run> succeeded = runs.stream().filter(run -> run.status() == 0).toList();
    return succeeded.isEmpty() ? runs : succeeded;
  }

  /** How far the runs that count lie apart; of one run all of it is that run. */
  public Spread spread(Figure figure) {
    return figure.spread(counted());
  }

  /**
   * Energy that is likely where it is estimated, J: the model's relative interval for the machine's
   * power, carried over to what was estimated of a run.
   */
  public Optional<Likely> joules(Run run) {
    return estimate.flatMap(
        from ->
            run.estimatedUj().stream()
                .mapToObj(uj -> from.watts().carriedOver(run.joules(), uj / UJ_PER_J))
                .findFirst());
  }

  /** The same of the median of all runs that count, J. */
  public Optional<Likely> joules() {
    List<Likely> each = counted().stream().map(this::joules).flatMap(Optional::stream).toList();
    return each.isEmpty() ? Optional.empty() : Optional.of(Likely.median(each));
  }

  /** What the command ended with: as the last run did. */
  public int status() {
    return runs.getLast().status();
  }
}
