// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.exec;

import static io.keplerotel.agent.exec.Decimals.significant;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a command may use. The median of the runs that count is what is held against it.
 *
 * @param joules at most, J
 * @param cpuSeconds at most, s
 * @param increasePercent of an earlier result at most, in parts of a hundred
 */
public record Limits(
    OptionalDouble joules, OptionalDouble cpuSeconds, OptionalDouble increasePercent) {
  /** Where there is none. */
  public static final Limits NONE =
      new Limits(OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty());

  private static final int DIGITS = 6;
  private static final int SHORT = 4;

  /** What is over a limit, a line for each; none of a command that failed by itself. */
  List<String> exceeded(Result result, Optional<Comparison> comparison) {
    List<String> lines = new ArrayList<>();
    if (result.status() != 0) {
      return lines;
    }
    add(lines, joules, result, Figure.JOULES);
    add(lines, cpuSeconds, result, Figure.CPU_SECONDS);
    if (increasePercent.isPresent()) {
      double limit = increasePercent.getAsDouble();
      comparison
          .map(Comparison::decidingChange)
          .filter(change -> isOver(change, limit))
          .ifPresent(change -> lines.add(increase(change) + significant(limit, DIGITS) + " %"));
    }
    return lines;
  }

  private static void add(List<String> lines, OptionalDouble limit, Result result, Figure figure) {
    double used = result.spread(figure).median();
    if (limit.isPresent() && used > limit.getAsDouble()) {
      String unit = figure == Figure.CPU_SECONDS ? "s of CPU time" : figure.unit;
      lines.add(
          "used %s %s, the limit is %s %2$s"
              .formatted(
                  significant(used, DIGITS), unit, significant(limit.getAsDouble(), DIGITS)));
    }
  }

  /** What may be noise is not over it; what cannot be judged is taken as it is. */
  private static boolean isOver(Comparison.Change change, double limit) {
    boolean may = change.verdict() == Verdict.MORE || change.verdict() == Verdict.NOT_JUDGED;
    boolean grew = change.before() <= 0 ? change.now() > 0 : change.percent().orElse(0) > limit;
    return may && grew;
  }

  private static String increase(Comparison.Change change) {
    return "%s rose from %s to %s %s (%s), the limit is +"
        .formatted(
            change.figure().words,
            significant(change.before(), SHORT),
            significant(change.now(), SHORT),
            change.figure().unit,
            ComparisonText.percent(change));
  }
}
