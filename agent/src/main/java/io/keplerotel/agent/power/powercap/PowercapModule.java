// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.powercap;

import dagger.Module;
import dagger.Provides;
import dagger.multibindings.IntoSet;
import io.keplerotel.agent.linux.fs.HostFiles;
import io.keplerotel.agent.model.Provenance;
import io.keplerotel.agent.power.PowerCard;
import io.keplerotel.agent.power.PowerOffer;
import io.keplerotel.agent.power.rapl.RaplZones;
import jakarta.inject.Provider;

/** RAPL by powercap. */
@Module
public interface PowercapModule {
  /** What it is. */
  PowerCard CARD =
      new PowerCard(PowercapSource.NAME, 100, RaplZones.COMPONENTS, Provenance.MEASURED);

  @Provides
  @IntoSet
  static PowerCard card() {
    return CARD;
  }

  @Provides
  @IntoSet
  static PowerOffer offer(Provider<HostFiles> files) {
    return new PowerOffer(CARD, () -> new PowercapSource(files.get()));
  }
}
