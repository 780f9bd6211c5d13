// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.truth;

import io.keplerotel.agent.truth.Demand.Bursts;
import io.keplerotel.agent.truth.Demand.ShortLived;
import io.keplerotel.agent.truth.Demand.Steady;
import java.util.SplittableRandom;

/** How much one tenant wants to run, step by step. */
final class Wishes {
  private static final double JITTER = 0.1;
  private static final double NS_PER_S = 1e9;

  private final Tenant tenant;
  private final SplittableRandom random;
  private boolean on;
  private double turnS;

  Wishes(Tenant tenant, SplittableRandom random) {
    this.tenant = tenant;
    this.random = random;
    this.on = random.nextBoolean();
  }

  /** Which part of the next step each of its processes wants to run. */
  double next(double stepS) {
    double wanted =
        switch (tenant.demand()) {
          case Steady steady -> steady.busy();
          case Bursts bursts -> burst(bursts, stepS);
          case ShortLived some ->
              some.perSecond() * (some.lengthNs() / NS_PER_S) / tenant.processes();
        };
    boolean always = wanted == 0 || wanted == 1;
    return always ? wanted : Math.min(1, wanted * (1 + random.nextDouble(-JITTER, JITTER)));
  }

  private double burst(Bursts bursts, double stepS) {
    turnS -= stepS;
    if (turnS <= 0) {
      on = !on;
      turnS = (on ? bursts.onS() : bursts.offS()) * random.nextDouble(0.5, 1.5);
    }
    return on ? 1 : 0;
  }
}
