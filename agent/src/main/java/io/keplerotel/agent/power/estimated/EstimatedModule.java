// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.estimated;

import dagger.Module;
import dagger.Provides;
import dagger.multibindings.IntoSet;
import io.keplerotel.agent.config.Setting;
import io.keplerotel.agent.config.SettingType;
import io.keplerotel.agent.config.Settings;
import io.keplerotel.agent.linux.fs.HostFiles;
import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.model.Provenance;
import io.keplerotel.agent.power.PowerCard;
import io.keplerotel.agent.power.PowerOffer;
import io.keplerotel.agent.power.estimated.calibration.OwnMachine;
import io.keplerotel.agent.power.estimated.catalogue.HostIdle;
import io.keplerotel.agent.power.estimated.catalogue.ThisMachine;
import io.keplerotel.agent.power.estimated.modelfile.ModelServer;
import io.keplerotel.agent.power.estimated.modelfile.ModelSettings;
import io.keplerotel.agent.power.estimated.modelfile.PreferredModel;
import io.keplerotel.agent.power.estimated.modelfile.PreferredModel.Signed;
import jakarta.inject.Provider;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Power estimated by what published servers like this one use. */
@Module
public interface EstimatedModule {
  /** What a virtual machine is, where it does not say. */
  Setting<Optional<String>> INSTANCE_TYPE =
      new Setting<>(
          "power.estimated.instance-type",
          SettingType.optionalText(),
          "",
          "What the cloud calls this machine, such as m7a.2xlarge, for the estimate; empty: as its node is labelled in Kubernetes, or its firmware says, as on AWS.");

  /** What a virtual machine is held to use of its host without load. */
  Setting<HostIdle> HOST_IDLE =
      new Setting<>(
          "power.estimated.host-idle",
          SettingType.choice(HostIdle.class),
          "share",
          "What a virtual machine's estimate has of its host's idle power: its share by hardware threads, none, or the whole of it.");

  /** Time between two looks at a model file or a model server. */
  Duration LOOK_AGAIN = Duration.ofSeconds(30);

  /** What it is. */
  PowerCard CARD =
      new PowerCard(
          EstimatedSource.NAME,
          0,
          Set.of(
              Component.PACKAGE,
              Component.CORE,
              Component.UNCORE,
              Component.DRAM,
              Component.PLATFORM),
          Provenance.ESTIMATED,
          List.of(INSTANCE_TYPE, HOST_IDLE, ModelSettings.FILE, ModelSettings.SERVER));

  @Provides
  @IntoSet
  static PowerCard card() {
    return CARD;
  }

  @Provides
  @IntoSet
  static PowerOffer offer(Provider<PreferredModel> model, PresentEstimate shown) {
    return new PowerOffer(
        CARD,
        () -> {
          PreferredModel preferred = model.get();
          return new EstimatedSource(preferred, shown, preferred::sign);
        });
  }

  /** A model from outside where one can be used, else the catalogue. */
  @Provides
  static PreferredModel preferred(HostFiles files, Settings settings, InstanceLabel label) {
    ModelSettings models = ModelSettings.of(settings);
    ThisMachine catalogue =
        new ThisMachine(files, () -> settings.of(INSTANCE_TYPE).or(label), settings.of(HOST_IDLE));
    return new PreferredModel(
        new Signed(catalogue, label),
        models.file(),
        models.server().map(url -> new ModelServer(url, System::nanoTime)),
        OwnMachine.read(files),
        LOOK_AGAIN);
  }
}
