// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.app;

import dagger.BindsInstance;
import dagger.Component;
import io.keplerotel.agent.config.Settings;
import io.keplerotel.agent.power.estimated.EstimatedModule;
import io.keplerotel.agent.power.powercap.PowercapModule;
import io.keplerotel.agent.usage.bpf.BpfModule;
import io.keplerotel.agent.usage.cgroup.CgroupModule;
import jakarta.inject.Singleton;

/** The table of contents: everything that the agent is made of. */
@Singleton
@Component(
    modules = {
      LinuxModule.class,
      // Sources of energy, in alphabetical order; power.sources chooses.
      EstimatedModule.class,
      PowercapModule.class,
      // Sources of CPU time; cpu.source chooses.
      BpfModule.class,
      CgroupModule.class,
      // Names of pods; kube.enabled chooses.
      PodModule.class,
      // Who is who, the ledger, the tick.
      SamplingModule.class,
      // Instruments, /metrics and OTLP.
      ExportModule.class,
    })
public interface AgentComponent {
  Agent agent();

  /** For {@code top} where no agent runs. */
  OwnSource own();

  @Component.Factory
  interface Factory {
    AgentComponent create(@BindsInstance Settings settings);
  }
}
