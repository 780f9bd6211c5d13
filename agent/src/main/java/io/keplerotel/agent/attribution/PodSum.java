// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.attribution;

import java.util.Arrays;

/** Sum of what some containers have used. */
final class PodSum {
  long cpuUs;
  long[] idleUj = new long[8];
  long[] dynamicUj = new long[8];

  /** Whether one of them is alive. */
  boolean live;

  PodSum() {}

  /** A copy to go on from. */
  PodSum(PodSum other) {
    cpuUs = other.cpuUs;
    idleUj = other.idleUj.clone();
    dynamicUj = other.dynamicUj.clone();
  }

  /** Adds energy by zone, µJ, and CPU time. */
  void add(long moreUs, long[] moreIdleUj, long[] moreDynamicUj) {
    if (moreIdleUj.length > idleUj.length) {
      idleUj = Arrays.copyOf(idleUj, moreIdleUj.length);
      dynamicUj = Arrays.copyOf(dynamicUj, moreDynamicUj.length);
    }
    cpuUs += moreUs;
    for (int zone = 0; zone < moreIdleUj.length; zone++) {
      idleUj[zone] += moreIdleUj[zone];
      dynamicUj[zone] += moreDynamicUj[zone];
    }
  }
}
