// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.truth;

import io.keplerotel.agent.truth.Rule.Given;
import java.util.List;
import java.util.stream.DoubleStream;

/** How far a rule is from the truth. */
final class Errors {
  private Errors() {}

  /** Mean of the tenants' errors without sign, as a part of the truth. */
  static double mean(Run run, Given given) {
    Span judged = run.judged();
    double sum = 0;
    for (int tenant = 0; tenant < run.judgedTenants(); tenant++) {
      double trueUj = judged.trueUj(tenant);
      sum += Math.abs(given.dynamicUj[tenant] - trueUj) / trueUj;
    }
    return sum / run.judgedTenants();
  }

  /** The same of each rule, over several draws of a scenario's programs. */
  static double[] means(List<Run> draws, List<Rule> rules) {
    return rules.stream()
        .mapToDouble(
            rule ->
                draws.stream().mapToDouble(run -> mean(run, rule.divide(run))).sum() / draws.size())
        .toArray();
  }

  /** How much of the node's dynamic energy is with the wrong tenant or nobody, as a part of it. */
  static double misplaced(Run run, Given given) {
    Span judged = run.judged();
    double sum = 0;
    double trueSum = 0;
    for (int tenant = 0; tenant < run.judgedTenants(); tenant++) {
      double trueUj = judged.trueUj(tenant);
      sum += Math.abs(given.dynamicUj[tenant] - trueUj);
      trueSum += trueUj;
    }
    return sum / trueSum;
  }

  /** The same division of the true sum. */
  static Given scaled(Run run, Given given) {
    Span judged = run.judged();
    double trueUj = Span.sum(judged.truePackageUj) + Span.sum(judged.trueDramUj);
    double factor = trueUj / DoubleStream.of(given.dynamicUj).sum();
    return new Given(
        DoubleStream.of(given.dynamicUj).map(uj -> uj * factor).toArray(),
        given.idleUj,
        given.nodeIdleUj);
  }

  /** The true idle energy of the judged time, µJ. */
  static double idleUj(Run run) {
    Span judged = run.judged();
    return judged.idlePackageUj + judged.idleDramUj;
  }
}
