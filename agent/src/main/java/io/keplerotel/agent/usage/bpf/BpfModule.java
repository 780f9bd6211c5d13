// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.usage.bpf;

import dagger.Module;
import dagger.Provides;
import dagger.multibindings.IntoMap;
import dagger.multibindings.StringKey;
import io.keplerotel.agent.config.Settings;
import io.keplerotel.agent.linux.fs.CgroupTree;
import io.keplerotel.agent.linux.fs.HostFiles;
import io.keplerotel.agent.linux.libbpf.BpfUnavailableException;
import io.keplerotel.agent.usage.CpuTimeStart;
import io.keplerotel.agent.usage.CpuTimeUnavailableException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** CPU time by BPF. */
@Module
public interface BpfModule {
  Logger LOG = System.getLogger(BpfModule.class.getName());

  @Provides
  @IntoMap
  @StringKey(BpfTimeSource.NAME)
  static CpuTimeStart start(Settings settings, HostFiles files, CgroupTree tree) {
    return () -> {
      try {
        return BpfTimeSource.start(
            settings(settings.cpu().ringBytes(), tree, files.isInHostPidNamespace()));
      } catch (BpfUnavailableException e) {
        if (!e.detail().isEmpty()) {
          LOG.log(Level.INFO, "libbpf: {0}", e.detail());
        }
        throw new CpuTimeUnavailableException(e.getMessage());
      }
    };
  }

  private static BpfSettings settings(int ringBytes, CgroupTree tree, boolean seesAllTasks) {
    return tree.legacy()
        .map(
            v1 ->
                new BpfSettings(v1.controller().kernelName(), v1.number(), ringBytes, seesAllTasks))
        .orElse(new BpfSettings("", 0, ringBytes, seesAllTasks));
  }
}
