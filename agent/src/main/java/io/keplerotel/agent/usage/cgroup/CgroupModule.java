// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.usage.cgroup;

import dagger.Module;
import dagger.Provides;
import dagger.multibindings.IntoMap;
import dagger.multibindings.StringKey;
import io.keplerotel.agent.linux.fs.CgroupTree;
import io.keplerotel.agent.linux.fs.HostFiles;
import io.keplerotel.agent.usage.CpuTimeStart;

/** CPU time from cgroup files and /proc. */
@Module
public interface CgroupModule {
  @Provides
  @IntoMap
  @StringKey(CgroupTimeSource.NAME)
  static CpuTimeStart start(HostFiles files, CgroupTree tree) {
    return () -> CgroupTimeSource.start(files, tree);
  }
}
