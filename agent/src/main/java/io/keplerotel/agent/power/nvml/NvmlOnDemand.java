// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.nvml;

import io.keplerotel.agent.model.TickLoad;
import io.keplerotel.agent.power.Discovery;
import io.keplerotel.agent.power.PowerReading;
import io.keplerotel.agent.power.PowerSource;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Builds the source, with its thread, once NVIDIA's driver is there; until then it looks for that
 * once a minute and does nothing else. Used by the sampler's thread only.
 */
final class NvmlOnDemand implements PowerSource {
  private static final long LOOK_AGAIN_NS = 60_000_000_000L;

  private final BooleanSupplier hasDriver;
  private final Supplier<PowerSource> source;
  private @Nullable PowerSource built;
  private long sinceLookNs;

  /**
   * Builds nothing yet.
   *
   * @param hasDriver whether there is anything to talk to; cheap
   */
  NvmlOnDemand(BooleanSupplier hasDriver, Supplier<PowerSource> source) {
    this.hasDriver = hasDriver;
    this.source = source;
  }

  @Override
  public Discovery discover() {
    return hasDriver.getAsBoolean() ? build() : Discovery.absent("no NVIDIA driver is loaded");
  }

  @Override
  public long silentNs() {
    return built == null ? PowerSource.super.silentNs() : built.silentNs();
  }

  @Override
  public PowerReading read(TickLoad load) {
    sinceLookNs += load.elapsedNs();
    if (built == null && sinceLookNs >= LOOK_AGAIN_NS) {
      sinceLookNs = 0;
      if (hasDriver.getAsBoolean()) {
        build();
      }
    }
    return built == null ? new PowerReading(List.of(), List.of()) : built.read(load);
  }

  private Discovery build() {
    PowerSource made = source.get();
    built = made;
    return made.discover();
  }
}
