// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.truth;

import java.util.List;

/** A way of dividing a node's energy among its tenants. */
interface Rule {
  /** How it is called in the tables. */
  String title();

  /** Divides what a run used. */
  Given divide(Run run);

  /** All rules: first those that take for idle what they think right, ours before all. */
  static List<Rule> all() {
    return List.of(
        new OurRule(),
        new KeplerSevenRule(),
        new KeplerElevenRule(),
        new ScaphandreRule(),
        new EvenRule(),
        new SiblingRule(SiblingRule.Knows.CPUS_PINNED_TO),
        new SiblingRule(SiblingRule.Knows.ALL),
        new CounterRule(CounterSet.TWO),
        new CounterRule(CounterSet.FOUR),
        new LearntRule(LearntRule.Counted.SIBLING_TIME, LearntRule.Before.EACH_KIND),
        new LearntRule(LearntRule.Counted.ALL, LearntRule.Before.EACH_KIND),
        new LearntRule(LearntRule.Counted.ALL, LearntRule.Before.BURSTS),
        new LearntRule(LearntRule.Counted.ALL, LearntRule.Before.NOTHING));
  }

  /** What a rule says of the judged time. */
  final class Given {
    /** What each tenant's work took, package and dram, µJ. */
    final double[] dynamicUj;

    /** What each was given of the idle energy, µJ. */
    final double[] idleUj;

    /** All that was taken for idle, given to somebody or not, µJ. */
    final double nodeIdleUj;

    Given(double[] dynamicUj, double[] idleUj, double nodeIdleUj) {
      this.dynamicUj = dynamicUj;
      this.idleUj = idleUj;
      this.nodeIdleUj = nodeIdleUj;
    }
  }
}
