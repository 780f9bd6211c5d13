// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.cpu.bpf;

import dagger.Module;
import dagger.Provides;
import dagger.multibindings.IntoMap;
import dagger.multibindings.StringKey;
import io.keplerotel.agent.config.Settings;
import io.keplerotel.agent.cpu.CpuTimeStart;
import io.keplerotel.agent.cpu.CpuTimeUnavailableException;
import io.keplerotel.agent.linux.fs.CgroupTree;
import io.keplerotel.agent.linux.libbpf.BpfUnavailableException;

/** CPU time by BPF. */
@Module
public interface BpfModule {
  @Provides
  @IntoMap
  @StringKey(BpfTimeSource.NAME)
  static CpuTimeStart start(Settings settings, CgroupTree tree) {
    return () -> {
      try {
        return BpfTimeSource.start(settings(settings.cpu().ringBytes(), tree));
      } catch (BpfUnavailableException e) {
        throw new CpuTimeUnavailableException(e.getMessage());
      }
    };
  }

  private static BpfSettings settings(int ringBytes, CgroupTree tree) {
    return tree.legacy()
        .map(v1 -> new BpfSettings(v1.controller().kernelName(), v1.number(), ringBytes))
        .orElse(new BpfSettings("", 0, ringBytes));
  }
}
