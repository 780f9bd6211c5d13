// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.linux.perf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keplerotel.agent.testing.Requirement;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Against the kernel that the tests run on. */
class KernelPerfEventsTest {
  private static final int SOFTWARE = 1;
  private static final PerfEvent CPU_CLOCK = new PerfEvent("cpu-clock", SOFTWARE, 0);
  private static final PerfEvent DUMMY = new PerfEvent("dummy", SOFTWARE, 9);

  private final KernelPerfEvents kernel = new KernelPerfEvents();

  @Test
  void aCounterGoesOnAndItsUnitIsTheKernels() throws PerfException {
    try (PerfCounter clock = open(CPU_CLOCK)) {
      long beganNs = System.nanoTime();
      long first = clock.read();
      while (System.nanoTime() - beganNs < TimeUnit.MILLISECONDS.toNanos(20)) {
        Thread.onSpinWait();
      }
      long counted = clock.read() - first;
      long passedNs = System.nanoTime() - beganNs;
      assertThat(counted).isBetween(passedNs / 2, passedNs * 2);
    }
  }

  @Test
  void severalAreReadByThemselves() throws PerfException {
    try (PerfCounter clock = open(CPU_CLOCK);
        PerfCounter dummy = open(DUMMY)) {
      assertThat(clock.read()).isPositive();
      assertThat(dummy.read()).as("counts nothing, for ever").isZero();
    }
  }

  @Test
  void whatTheKernelDoesNotKnowIsSaidInItsWords() {
    assertThatThrownBy(() -> kernel.open(new PerfEvent("power/energy-x/", 250, 1), 0))
        .hasMessage("cannot count power/energy-x/ on CPU 0: No such file or directory");
    assertThatThrownBy(() -> kernel.open(CPU_CLOCK, 60_000))
        .hasMessageStartingWith("cannot count cpu-clock on CPU 60000: ");
  }

  private PerfCounter open(PerfEvent event) {
    try {
      return kernel.open(event, 0);
    } catch (PerfException e) {
      Requirement.PERF.unless(false, e.getMessage());
      throw new AssertionError(e);
    }
  }
}
