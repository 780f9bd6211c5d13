// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.app;

import io.keplerotel.agent.config.MetricLevel;
import io.keplerotel.agent.config.Settings;
import io.keplerotel.agent.guests.GuestExport;
import io.keplerotel.agent.sampling.FaultLog;
import io.keplerotel.agent.sampling.SampleSources;
import io.keplerotel.agent.sampling.Sampler;
import io.keplerotel.agent.sampling.TickFailures;
import io.keplerotel.agent.sampling.Ticker;
import io.keplerotel.agent.status.HeapReport;
import io.keplerotel.agent.status.StatusReport;
import io.keplerotel.agent.usage.EventSource;
import io.keplerotel.agent.usage.UsageSource;
import io.keplerotel.agent.workload.OwnerSums;
import io.keplerotel.agent.workload.PodSource;
import jakarta.inject.Inject;
import java.util.Optional;

/** Everything that counts, without anything that exports. */
final class Measurement implements AutoCloseable {
  private final SampleSources sources;
  private final PodSource pods;
  private final Optional<GuestExport> guests;
  private final TickFailures failures;
  private final Ticker ticker;

  @Inject
  Measurement(
      Settings settings,
      SampleSources sources,
      Sampler sampler,
      StatusReport report,
      HeapReport heap,
      FaultLog faults,
      PodSource pods,
      TickFailures failures) {
    this.sources = sources;
    this.pods = pods;
    this.failures = failures;
    if (settings.metricLevels().contains(MetricLevel.OWNER)) {
      sampler.count(new OwnerSums(settings.workloads().owners()));
    }
    this.guests = settings.workloads().guests().map(GuestExport::new);
    this.ticker =
        new Ticker(
            () -> {
              heap.before();
              sampler.tick();
              guests.ifPresent(
                  each ->
                      faults.report(
                          GuestExport.NAME,
                          each.after(sampler.latest()),
                          sampler.lastTick().startedNs()));
              heap.after();
              report.update();
            },
            failures,
            settings.interval());
  }

  void start() {
    pods.start();
    ticker.start();
  }

  String awaitHopeless() throws InterruptedException {
    return failures.awaitHopeless();
  }

  /** Ends the ticks; what was counted can still be exported. */
  void stop() {
    ticker.close();
  }

  @Override
  public void close() {
    stop();
    guests.ifPresent(GuestExport::close);
    pods.close();
    sources.cpu().close();
    sources.usage().forEach(UsageSource::close);
    sources.events().ifPresent(EventSource::close);
  }
}
