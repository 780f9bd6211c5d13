// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.estimated;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The estimate that is read now, and at which load; written by the sampler's thread. */
@Singleton
public final class PresentEstimate {
  private volatile @Nullable At latest;

  @Inject
  PresentEstimate() {}

  /** One that nobody else knows, for a source that is used by itself. */
  public static PresentEstimate alone() {
    return new PresentEstimate();
  }

  /**
   * An estimate at a load.
   *
   * @param utilization busy part of all hardware threads, 0–1
   */
  public record At(Estimate estimate, double utilization) {}

  void set(Estimate estimate, double utilization) {
    latest = new At(estimate, utilization);
  }

  /** That of the last tick; empty where nothing was estimated yet. */
  public Optional<At> latest() {
    return Optional.ofNullable(latest);
  }
}
