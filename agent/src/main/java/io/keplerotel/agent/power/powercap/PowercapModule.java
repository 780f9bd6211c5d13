// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.powercap;

import dagger.Module;
import dagger.Provides;
import dagger.multibindings.IntoMap;
import dagger.multibindings.StringKey;
import io.keplerotel.agent.linux.fs.HostFiles;
import io.keplerotel.agent.power.PowerSource;

/** RAPL by powercap. */
@Module
public interface PowercapModule {
  @Provides
  @IntoMap
  @StringKey(PowercapSource.NAME)
  static PowerSource source(HostFiles files) {
    return new PowercapSource(files);
  }
}
