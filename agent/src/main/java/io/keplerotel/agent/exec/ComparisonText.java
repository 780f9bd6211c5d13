// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.exec;

import static io.keplerotel.agent.exec.Decimals.significant;

import io.keplerotel.agent.exec.Comparison.Change;
import io.keplerotel.agent.model.PlainText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A comparison for people, in lines of at most 80 columns but for names and warnings. */
final class ComparisonText {
  private static final int DIGITS = 4;

  private ComparisonText() {}

  /** Its lines; the first is empty. */
  static List<String> of(Comparison comparison) {
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add("Against %s:".formatted(PlainText.of(comparison.earlier().file().toString(), 60)));
    lines.add("%-12s %10s %10s   %9s".formatted("median", "before", "now", "change"));
    for (Change change : comparison.changes()) {
      lines.add(
          "%-12s %10s %10s %s %9s  %s"
              .formatted(
                  change.figure().words,
                  significant(change.before(), DIGITS),
                  significant(change.now(), DIGITS),
                  change.figure().unit,
                  percent(change),
                  change.verdict().words));
    }
    lines.add(
        comparison.decidingChange().verdict() == Verdict.NOT_JUDGED
            ? "To tell it from noise takes four runs of each: use --repeat 5 for both."
            : "More than noise: chance alone does this in fewer than 5 of 100 cases.");
    comparison.warnings().forEach(warning -> lines.add("warning: " + warning));
    return lines;
  }

  static String percent(Change change) {
    return change.percent().isEmpty()
        ? "-"
        : String.format(Locale.ROOT, "%+.1f %%", change.percent().getAsDouble());
  }
}
