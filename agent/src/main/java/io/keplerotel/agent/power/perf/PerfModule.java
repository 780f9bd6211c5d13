// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.perf;

import dagger.Module;
import dagger.Provides;
import dagger.multibindings.IntoSet;
import io.keplerotel.agent.linux.fs.HostFiles;
import io.keplerotel.agent.linux.perf.KernelPerfEvents;
import io.keplerotel.agent.model.Provenance;
import io.keplerotel.agent.power.PowerCard;
import io.keplerotel.agent.power.PowerOffer;
import io.keplerotel.agent.power.rapl.RaplZones;
import jakarta.inject.Provider;

/** RAPL by perf events, where powercap does not show it. */
@Module
public interface PerfModule {
  /** What it is. */
  PowerCard CARD = new PowerCard(PerfSource.NAME, 90, RaplZones.COMPONENTS, Provenance.MEASURED);

  @Provides
  @IntoSet
  static PowerCard card() {
    return CARD;
  }

  @Provides
  @IntoSet
  static PowerOffer offer(Provider<HostFiles> files) {
    return new PowerOffer(CARD, () -> new PerfSource(files.get(), new KernelPerfEvents()));
  }
}
