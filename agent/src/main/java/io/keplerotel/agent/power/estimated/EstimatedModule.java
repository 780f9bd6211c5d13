// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.estimated;

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

/** Power estimated by CPU family. */
@Module
public interface EstimatedModule {
  /** What it is. */
  PowerCard CARD =
      new PowerCard(
          EstimatedSource.NAME,
          0,
          Set.of(Component.PACKAGE, Component.DRAM, Component.PLATFORM),
          Provenance.ESTIMATED);

  @Provides
  @IntoSet
  static PowerCard card() {
    return CARD;
  }

  @Provides
  @IntoSet
  static PowerOffer offer(Provider<HostFiles> files) {
    return new PowerOffer(CARD, () -> new EstimatedSource(files.get()));
  }
}
