// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.app;

import dagger.Module;
import dagger.Provides;
import dagger.multibindings.Multibinds;
import io.keplerotel.agent.attribution.AttributionSettings;
import io.keplerotel.agent.attribution.Ledger;
import io.keplerotel.agent.config.Settings;
import io.keplerotel.agent.linux.fs.CgroupTree;
import io.keplerotel.agent.linux.fs.HostFiles;
import io.keplerotel.agent.linux.fs.OnlineCpus;
import io.keplerotel.agent.model.Machine;
import io.keplerotel.agent.power.PowerSource;
import io.keplerotel.agent.sampling.Clock;
import io.keplerotel.agent.sampling.FaultLog;
import io.keplerotel.agent.sampling.SampleSources;
import io.keplerotel.agent.sampling.Sampler;
import io.keplerotel.agent.sampling.SourceChoice;
import io.keplerotel.agent.status.AgentState;
import io.keplerotel.agent.status.Heap;
import io.keplerotel.agent.status.HeapRoom;
import io.keplerotel.agent.status.PowerLog;
import io.keplerotel.agent.usage.CpuTimeSource;
import io.keplerotel.agent.usage.CpuTimeStart;
import io.keplerotel.agent.usage.CpuTimeUnavailableException;
import io.keplerotel.agent.usage.UsageSource;
import io.keplerotel.agent.usage.bpf.BpfTimeSource;
import io.keplerotel.agent.workload.Births;
import io.keplerotel.agent.workload.PodSource;
import io.keplerotel.agent.workload.WorkloadDirectory;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Sources, ledger and the tick. */
@Module
interface SamplingModule {
  /** Of other things than CPU time; may be none. */
  @Multibinds
  Set<UsageSource> usage();

  @Provides
  static Clock clock() {
    return Clock.system();
  }

  @Provides
  @Singleton
  static SourceChoice choice() {
    return new SourceChoice();
  }

  @Provides
  @Singleton
  static CpuTimeSource cpu(
      SourceChoice choice, Settings settings, Map<String, CpuTimeStart> starts) {
    try {
      return choice.cpu(settings.cpu().source(), starts);
    } catch (CpuTimeUnavailableException e) {
      throw new StartException(
          "cpu.source is %s, but %s"
              .formatted(settings.cpu().source().name().toLowerCase(Locale.ROOT), e.getMessage()));
    }
  }

  @Provides
  @Singleton
  static WorkloadDirectory workloads(
      CpuTimeSource cpu, HostFiles files, CgroupTree tree, Settings settings) {
    Births births = cpu.name().equals(BpfTimeSource.NAME) ? Births.DELIVERED : Births.UNKNOWN;
    WorkloadDirectory directory =
        new WorkloadDirectory(
            files, tree, settings.workloads().systemdUnits(), births, System::nanoTime);
    directory.start();
    return directory;
  }

  @Provides
  @Singleton
  static SampleSources sources(
      SourceChoice choice,
      Settings settings,
      CpuTimeSource cpu,
      Set<UsageSource> usage,
      Map<String, Provider<PowerSource>> power,
      WorkloadDirectory workloads,
      PodSource pods) {
    return new SampleSources(
        cpu, List.copyOf(usage), choice.power(settings.powerSources(), power), workloads, pods);
  }

  @Provides
  @Singleton
  static Ledger ledger(Settings settings, Clock clock) {
    return new Ledger(
        new AttributionSettings(
            settings.idle().policy(),
            settings.idle().powerUw(),
            settings.process().enabled() ? settings.process().top() : 0,
            settings.workloads().retention()),
        clock.now());
  }

  @Provides
  static Machine machine(HostFiles files) {
    return ProcessorTable.read(files).machine();
  }

  @Provides
  @Singleton
  static PowerLog powerLog(NodeIdentity node) {
    return new PowerLog(node.cpuArchitecture());
  }

  @Provides
  @Singleton
  static HeapRoom room(Settings settings, Sampler sampler) {
    return new HeapRoom(
        Heap.own(),
        sampler::latest,
        settings.process().enabled() ? settings.process().top() : 0,
        settings.metricLevels(),
        System::nanoTime);
  }

  @Provides
  @Singleton
  static FaultLog faults(AgentState state) {
    return new FaultLog((source, fault) -> state.fault(source));
  }

  @Provides
  @Singleton
  static Sampler sampler(
      SampleSources sources, Ledger ledger, HostFiles files, Clock clock, FaultLog faults) {
    return new Sampler(sources, ledger, new OnlineCpus(files), clock, faults);
  }
}
