// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.meter;

import dagger.Module;
import dagger.Provides;
import dagger.multibindings.IntoSet;
import io.keplerotel.agent.config.Setting;
import io.keplerotel.agent.config.SettingType;
import io.keplerotel.agent.config.Settings;
import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.model.Provenance;
import io.keplerotel.agent.power.PowerCard;
import io.keplerotel.agent.power.PowerOffer;
import io.keplerotel.agent.power.PowerSource;
import io.keplerotel.agent.power.remote.MachineMeter;
import io.keplerotel.agent.power.remote.MeterUnit;
import io.keplerotel.agent.power.remote.PlatformSource;
import io.keplerotel.agent.power.remote.RemoteCalls;
import io.keplerotel.agent.power.remote.RemoteException;
import io.keplerotel.agent.power.remote.RemoteSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Any other meter of the whole machine: in a file, on a page of Prometheus, in JSON. */
@Module
public interface MeterModule {
  /** Its key in the configuration. */
  String NAME = "meter";

  /** How it is asked. */
  RemoteSettings REMOTE =
      RemoteSettings.of(
          NAME,
          "URL where a meter of the whole machine is shown, such as the exporter of a rack's PDU; empty: none.",
          "File with user and password (lines user: NAME and password: WORD), or a bearer token (token: WORD), for power.meter.url; read each time.");

  /** A meter that is no server. */
  Setting<Optional<Path>> FILE =
      new Setting<>(
          "power.meter.file",
          SettingType.optionalPath(),
          "",
          "File in which a meter of the whole machine is shown, in place of power.meter.url; one that nobody has written for five minutes is a fault.");

  /** Where on a page. */
  Setting<Optional<Selector>> METRIC =
      new Setting<>(
          "power.meter.metric",
          SettingType.optional("a series such as pdu_outlet_watts{outlet=\"7\"}", Selector::parse),
          "",
          "The series that is the meter, where it is shown in Prometheus' format; those that a regular expression chooses (outlet=~\"7|8\") are summed.");

  /** Where in a document. */
  Setting<Optional<String>> POINTER =
      new Setting<>(
          "power.meter.pointer",
          SettingType.optional(
              "a JSON pointer such as /outlets/7/watts",
              text -> Optional.of(text).filter(each -> each.startsWith("/"))),
          "",
          "The value that is the meter, where it is shown as JSON.");

  /** What the number is. */
  Setting<MeterUnit> UNIT =
      new Setting<>(
          "power.meter.unit",
          SettingType.choice(MeterUnit.bySymbol()),
          "W",
          "What the meter's number is: a power, or a counter of energy.");

  /** What it is: whoever sets it up means it. */
  PowerCard CARD =
      new PowerCard(
          NAME,
          150,
          Set.of(Component.PLATFORM),
          Provenance.MEASURED,
          Stream.concat(REMOTE.all().stream(), Stream.of(FILE, METRIC, POINTER, UNIT)).toList());

  @Provides
  @IntoSet
  static PowerCard card() {
    return CARD;
  }

  @Provides
  @IntoSet
  static PowerOffer offer(Settings settings) {
    boolean isSet = settings.of(REMOTE.url()).isPresent() || settings.of(FILE).isPresent();
    return new PowerOffer(
        CARD,
        isSet
            ? Optional.empty()
            : Optional.of("neither power.meter.url nor power.meter.file is set"),
        () -> source(settings));
  }

  private static PowerSource source(Settings settings) {
    return PlatformSource.polled(NAME, meter(settings), REMOTE.pace(settings));
  }

  private static MachineMeter meter(Settings settings) {
    Optional<URI> url = settings.of(REMOTE.url());
    Optional<Path> file = settings.of(FILE);
    Optional<Selector> metric = settings.of(METRIC);
    Optional<String> pointer = settings.of(POINTER);
    if (url.isPresent() == file.isPresent()) {
      return unusable("set one of power.meter.url and power.meter.file");
    }
    if (metric.isPresent() && pointer.isPresent()) {
      return unusable("set only one of power.meter.metric and power.meter.pointer");
    }
    Optional<Origin> served =
        url.map(
            each ->
                new UrlOrigin(
                    each,
                    settings.of(REMOTE.credentialsFile()),
                    new RemoteCalls(REMOTE.terms(settings))));
    Optional<Origin> written = file.map(each -> new FileOrigin(each, InstantSource.system()));
    Optional<Finder> selected = metric.map(Finder.Selected::new);
    Optional<Finder> pointed = pointer.map(Finder.Pointed::new);
    return new FoundMeter(
        served.or(() -> written).orElseThrow(),
        selected.or(() -> pointed).orElse(new Finder.Whole()),
        settings.of(UNIT));
  }

  private static MachineMeter unusable(String why) {
    return zone -> {
      throw new RemoteException("the source meter cannot be used: " + why);
    };
  }
}
