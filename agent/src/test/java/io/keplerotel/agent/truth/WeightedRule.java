// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.truth;

import io.keplerotel.agent.model.IdlePolicy;

/** Divides our dynamic energy of each second and zone by other weights than CPU time. */
abstract class WeightedRule implements Rule {
  @Override
  public final Given divide(Run run) {
    Booked booked = Booked.of(run, IdlePolicy.EVEN);
    Given ours = booked.given();
    double[] dynamicUj = new double[run.tenants().size()];
    for (int second = run.scenario().quietS(); second < run.seconds().size(); second++) {
      for (int zone = Booked.PACKAGE; zone <= Booked.DRAM; zone++) {
        Shares.add(
            dynamicUj,
            (double) booked.dynamicUj(second, zone),
            weights(run, run.seconds().get(second), zone));
      }
    }
    return new Given(dynamicUj, ours.idleUj, ours.nodeIdleUj);
  }

  /** By what a second's energy of a zone is divided; any unit. */
  abstract double[] weights(Run run, Span second, int zone);
}
