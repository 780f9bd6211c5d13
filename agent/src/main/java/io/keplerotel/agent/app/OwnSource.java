// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.app;

import io.keplerotel.agent.live.LiveReport;
import io.keplerotel.agent.live.LiveView;
import io.keplerotel.agent.top.LiveSource;
import io.keplerotel.agent.top.TopException;
import jakarta.inject.Inject;

/** Measures in this process, where no agent runs. */
public final class OwnSource implements LiveSource {
  private static final int LOOKS = 100;
  private static final double WANTED_S = 2;
  private static final long LOOK_MS = 100;

  private final Measurement measurement;
  private final LiveReport report;

  @Inject
  OwnSource(Measurement measurement, LiveReport report) {
    this.measurement = measurement;
    this.report = report;
  }

  /** Starts, and waits for a few ticks, without which there is no power to show. */
  public OwnSource start() {
    measurement.start();
    for (int look = 0; look < LOOKS && report.view().seconds() < WANTED_S; look++) {
      try {
        Thread.sleep(LOOK_MS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new TopException("interrupted");
      }
    }
    return this;
  }

  @Override
  public LiveView view() {
    return report.view();
  }

  @Override
  public void close() {
    measurement.close();
  }
}
