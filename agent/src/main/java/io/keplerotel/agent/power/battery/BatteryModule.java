// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.battery;

import dagger.Module;
import dagger.Provides;
import dagger.multibindings.IntoSet;
import io.keplerotel.agent.linux.fs.HostFiles;
import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.model.Provenance;
import io.keplerotel.agent.power.PowerCard;
import io.keplerotel.agent.power.PowerOffer;
import jakarta.inject.Provider;
import java.util.Set;

/** Batteries. */
@Module
public interface BatteryModule {
  /** What it is: a meter of the whole machine, but only at times. */
  PowerCard CARD =
      new PowerCard(BatterySource.NAME, 10, Set.of(Component.PLATFORM), Provenance.MEASURED);

  @Provides
  @IntoSet
  static PowerCard card() {
    return CARD;
  }

  @Provides
  @IntoSet
  static PowerOffer offer(Provider<HostFiles> files) {
    return new PowerOffer(CARD, () -> new BatterySource(files.get()));
  }
}
