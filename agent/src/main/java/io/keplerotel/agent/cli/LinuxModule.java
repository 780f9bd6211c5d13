// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.cli;

import dagger.Module;
import dagger.Provides;
import io.keplerotel.agent.config.Settings;
import io.keplerotel.agent.linux.fs.CgroupTree;
import io.keplerotel.agent.linux.fs.HostFiles;
import io.keplerotel.agent.linux.fs.UnreadableException;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;

/** The machine underneath. */
@Module
interface LinuxModule {
  @Provides
  static HostFiles files(Settings settings) {
    return new HostFiles(settings.host().procfs(), settings.host().sysfs());
  }

  @Provides
  @Singleton
  static CgroupTree cgroups(HostFiles files) {
    try {
      return CgroupTree.find(files);
    } catch (UnreadableException e) {
      throw new UncheckedIOException(e);
    }
  }
}
