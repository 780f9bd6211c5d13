// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.estimated;

import dagger.Module;
import dagger.Provides;
import dagger.multibindings.IntoMap;
import dagger.multibindings.StringKey;
import io.keplerotel.agent.linux.fs.HostFiles;
import io.keplerotel.agent.power.PowerSource;

/** Power estimated by CPU family. */
@Module
public interface EstimatedModule {
  @Provides
  @IntoMap
  @StringKey(EstimatedSource.NAME)
  static PowerSource source(HostFiles files) {
    return new EstimatedSource(files);
  }
}
