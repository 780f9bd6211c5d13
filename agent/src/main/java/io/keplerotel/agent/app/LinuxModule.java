// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.app;

import dagger.Module;
import dagger.Provides;
import io.keplerotel.agent.config.Settings;
import io.keplerotel.agent.linux.fs.CgroupTree;
import io.keplerotel.agent.linux.fs.HostFiles;
import io.keplerotel.agent.linux.fs.UnreadableException;
import jakarta.inject.Singleton;
import java.nio.file.Files;
import java.nio.file.Path;

/** The machine underneath. */
@Module
interface LinuxModule {
  @Provides
  static HostFiles files(Settings settings) {
    return new HostFiles(
        folder("host.procfs", settings.host().procfs()),
        folder("host.sysfs", settings.host().sysfs()));
  }

  @Provides
  @Singleton
  static CgroupTree cgroups(HostFiles files) {
    if (!Files.isReadable(files.mountinfo())) {
      throw new StartException(
          "host.procfs is %s, but there is no %s that can be read; say where the host's procfs is mounted"
              .formatted(files.procfs(), files.mountinfo()));
    }
    try {
      return CgroupTree.find(files);
    } catch (UnreadableException e) {
      throw new StartException(e.getMessage());
    }
  }

  private static Path folder(String setting, Path path) {
    if (!Files.isDirectory(path)) {
      throw new StartException(
          "%s is %s, but there is no such folder; say where the host's is mounted"
              .formatted(setting, path));
    }
    return path;
  }
}
