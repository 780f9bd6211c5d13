// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.testing.AgentProcess;
import io.keplerotel.agent.testing.Scrape;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Looks 2 s after each look: the node's energy has grown, and a pod that was known is still known.
 */
final class EnergyWatch implements AutoCloseable {
  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
  private final AtomicInteger gaps = new AtomicInteger();
  private final AtomicInteger looks = new AtomicInteger();
  private final AgentProcess agent;
  private final TestPod known;
  private double lastJoules;

  EnergyWatch(AgentProcess agent, TestPod known) {
    this.agent = agent;
    this.known = known;
    var unused = thread.scheduleWithFixedDelay(this::look, 1, 2, TimeUnit.SECONDS);
  }

  /** Ends it; fails where there was a gap, or it has not looked that often. */
  void sawNoGapIn(int least) {
    thread.shutdownNow();
    assertThat(looks.get()).as("looks at the energy").isGreaterThan(least);
    assertThat(gaps).hasValue(0);
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }

  private void look() {
    Scrape scrape = agent.scrape();
    double joules = scrape.sum("kepler_node_package_joules_total");
    boolean named =
        scrape.has("kepler_container_joules_total", PodEnergyTest.pair("pod_name", known.name()));
    if (joules <= lastJoules || !named) {
      gaps.incrementAndGet();
    }
    lastJoules = joules;
    looks.incrementAndGet();
  }
}
