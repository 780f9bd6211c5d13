// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.usage.gpu;

import dagger.Module;
import dagger.Provides;
import dagger.multibindings.IntoSet;
import io.keplerotel.agent.linux.fs.CgroupTree;
import io.keplerotel.agent.linux.fs.HostFiles;
import io.keplerotel.agent.power.nvml.GpuBoard;
import io.keplerotel.agent.usage.UsageSource;

/** Whom GPUs work for. */
@Module
public interface GpuUsageModule {
  @Provides
  @IntoSet
  static UsageSource nvidia(GpuBoard board, HostFiles files, CgroupTree tree) {
    return new NvidiaUsage(board, new ProcessTable(files, tree));
  }

  @Provides
  @IntoSet
  static UsageSource drm(HostFiles files, CgroupTree tree) {
    return new DrmUsage(files, new ProcessTable(files, tree));
  }
}
