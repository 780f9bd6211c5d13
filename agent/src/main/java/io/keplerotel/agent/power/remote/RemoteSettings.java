// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.remote;

import io.keplerotel.agent.config.Setting;
import io.keplerotel.agent.config.SettingType;
import io.keplerotel.agent.config.Settings;
import io.keplerotel.agent.power.PolledSource.Pace;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The settings of a meter that is asked by HTTP; their keys begin with {@code power.SOURCE}. */
public record RemoteSettings(
    Setting<Optional<URI>> url,
    Setting<Optional<Path>> credentialsFile,
    Setting<Optional<Path>> caFile,
    Setting<Boolean> insecure,
    Setting<Duration> interval,
    Setting<Duration> patience) {
  private static final SettingType<Duration> PERIOD =
      SettingType.duration(Duration.ofMillis(100), Duration.ofHours(1));

  /**
   * Of one source.
   *
   * @param source its name
   * @param urlHelp what is there
   * @param credentialsHelp what may be in the file of credentials
   */
  public static RemoteSettings of(String source, String urlHelp, String credentialsHelp) {
    String prefix = "power." + source + ".";
    return new RemoteSettings(
        new Setting<>(prefix + "url", SettingType.optionalHttpUrl(), "", urlHelp),
        new Setting<>(prefix + "credentials-file", SettingType.optionalPath(), "", credentialsHelp),
        new Setting<>(
            prefix + "ca-file",
            SettingType.optionalPath(),
            "",
            "PEM file of the authorities that the certificate of power.%s.url is verified by; empty: those of the Java runtime."
                .formatted(source)),
        new Setting<>(
            prefix + "insecure",
            SettingType.flag(),
            "false",
            "Whether any certificate is taken, so that anybody in between can read the password."),
        interval(source),
        new Setting<>(
            prefix + "patience",
            PERIOD,
            "30s",
            "For how long one answer is waited for; ticks never wait."));
  }

  /** How often the meter of a source is read. */
  public static Setting<Duration> interval(String source) {
    return new Setting<>(
        "power." + source + ".interval",
        PERIOD,
        "10s",
        "How often the meter is read; after failures less and less often, up to five minutes.");
  }

  /** All of them. */
  public List<Setting<?>> all() {
    return List.of(url, credentialsFile, caFile, insecure, interval, patience);
  }

  /** How often it is asked. */
  public Pace pace(Settings settings) {
    return new Pace(settings.of(interval), settings.of(patience));
  }

  /** By what it is asked. */
  public RemoteCalls.Terms terms(Settings settings) {
    return new RemoteCalls.Terms(
        url.key().replaceFirst("\\.url$", ""),
        settings.of(caFile),
        settings.of(insecure) ? RemoteCalls.Verify.NOTHING : RemoteCalls.Verify.CERTIFICATE,
        settings.of(patience));
  }
}
