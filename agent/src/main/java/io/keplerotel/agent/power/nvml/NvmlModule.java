// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.nvml;

import dagger.Binds;
import dagger.Module;
import dagger.Provides;
import dagger.multibindings.IntoSet;
import io.keplerotel.agent.config.Setting;
import io.keplerotel.agent.config.SettingType;
import io.keplerotel.agent.config.Settings;
import io.keplerotel.agent.linux.fs.HostFiles;
import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.model.Provenance;
import io.keplerotel.agent.power.GpuStates;
import io.keplerotel.agent.power.PolledSource;
import io.keplerotel.agent.power.PowerCard;
import io.keplerotel.agent.power.PowerOffer;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** NVIDIA GPUs by NVML. */
@Module
public interface NvmlModule {
  /** Where the library is. */
  Setting<Optional<Path>> LIBRARY =
      new Setting<>(
          "power.nvml.library",
          SettingType.optionalPath(),
          "",
          "Path of NVIDIA's libnvidia-ml.so.1; empty: where the dynamic linker, the container runtime or the host has it.");

  /** A poll is some 6 ms for each card; NVML counts energy every 100 ms. */
  PolledSource.Pace PACE = new PolledSource.Pace(Duration.ofSeconds(1), Duration.ofSeconds(10));

  /** What it is. */
  PowerCard CARD =
      new PowerCard(
          NvmlSource.NAME, 90, Set.of(Component.GPU), Provenance.MEASURED, List.of(LIBRARY));

  @Provides
  @IntoSet
  static PowerCard card() {
    return CARD;
  }

  @Provides
  @Singleton
  static GpuBoard board() {
    return new GpuBoard();
  }

  /** How the cards are. */
  @Binds
  GpuStates states(GpuBoard board);

  @Provides
  @IntoSet
  static PowerOffer offer(Provider<HostFiles> files, Settings settings, GpuBoard board) {
    return new PowerOffer(
        CARD,
        () -> {
          NvmlPlaces places = new NvmlPlaces(files.get(), settings.of(LIBRARY));
          return new NvmlOnDemand(
              places::hasDriver,
              () -> new PolledSource(new NvmlSource(places, board), NvmlSource.NAME, PACE));
        });
  }
}
