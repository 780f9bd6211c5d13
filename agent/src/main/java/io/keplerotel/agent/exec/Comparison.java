// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.exec;

import io.keplerotel.agent.model.PlainText;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * A result beside an earlier one.
 *
 * @param earlier what it is compared with
 * @param changes in energy, CPU time and time
 * @param deciding what a limit of the increase is for: energy where both are measured, else CPU
 *     time, since estimated energy depends on what else the machine did
 * @param warnings why they may not be alike
 */
public record Comparison(
    Earlier earlier, List<Change> changes, Figure deciding, List<String> warnings) {
  private static final List<Figure> SHOWN =
      List.of(Figure.JOULES, Figure.CPU_SECONDS, Figure.SECONDS);

  /** Takes copies. */
  public Comparison {
    changes = List.copyOf(changes);
    warnings = List.copyOf(warnings);
  }

  /**
   * How one figure changed.
   *
   * @param before median of the earlier runs
   * @param now median of these
   * @param verdict whether that is more than noise
   */
  public record Change(Figure figure, double before, double now, Verdict verdict) {
    /** In parts of a hundred of what it was; empty where that was nothing. */
    public OptionalDouble percent() {
      return before <= 0
          ? OptionalDouble.empty()
          : OptionalDouble.of((now - before) / before * 100);
    }
  }

  /** Compares the runs that count of both. */
  public static Comparison of(Earlier earlier, Result result) {
    List<Change> changes = new ArrayList<>();
    for (Figure figure : SHOWN) {
      List<Double> before = earlier.runs().stream().map(run -> run.of(figure)).toList();
      List<Double> now = figure.each(result.counted());
      changes.add(
          new Change(
              figure,
              Spread.of(before).median(),
              Spread.of(now).median(),
              Verdict.of(before, now)));
    }
    boolean estimated = earlier.estimated() || result.isEstimated();
    return new Comparison(
        earlier,
        changes,
        estimated ? Figure.CPU_SECONDS : Figure.JOULES,
        warnings(earlier, result));
  }

  /** Of the figure that a limit of the increase is for. */
  public Change decidingChange() {
    return changes.stream().filter(each -> each.figure() == deciding).findFirst().orElseThrow();
  }

  private static List<String> warnings(Earlier earlier, Result result) {
    List<String> warnings = new ArrayList<>();
    String file = PlainText.of(earlier.file().toString());
    if (earlier.estimated() != result.isEstimated()) {
      warnings.add(
          "power was %s in %s and is %s here: do not compare joules, compare CPU time"
              .formatted(kind(earlier.estimated()), file, kind(result.isEstimated())));
    } else if (!earlier.model().equals(result.estimate().map(Result.EstimateNote::model).orElse(""))
        && result.isEstimated()) {
      warnings.add(
          "%s was estimated by another model (%s): it is of another kind of machine"
              .formatted(file, PlainText.of(earlier.model())));
    }
    if (!earlier.command().equals(result.command())) {
      warnings.add(
          "%s is of another command: %s"
              .formatted(file, PlainText.of(String.join(" ", earlier.command()), 60)));
    }
    return warnings;
  }

  private static String kind(boolean estimated) {
    return estimated ? "estimated" : "measured";
  }
}
