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
import io.keplerotel.agent.linux.fs.ProcessorTable;
import io.keplerotel.agent.model.Machine;
import io.keplerotel.agent.power.PowerChoice;
import io.keplerotel.agent.power.PowerOffer;
import io.keplerotel.agent.sampling.Clock;
import io.keplerotel.agent.sampling.CpuChoice;
import io.keplerotel.agent.sampling.Discovered;
import io.keplerotel.agent.sampling.FaultLog;
import io.keplerotel.agent.sampling.SampleSources;
import io.keplerotel.agent.sampling.Sampler;
import io.keplerotel.agent.status.Heap;
import io.keplerotel.agent.status.HeapRoom;
import io.keplerotel.agent.status.PowerLog;
import io.keplerotel.agent.usage.CpuTimeSource;
import io.keplerotel.agent.usage.CpuTimeStart;
import io.keplerotel.agent.usage.CpuTimeUnavailableException;
import io.keplerotel.agent.usage.EventStart;
import io.keplerotel.agent.usage.UsageSource;
import io.keplerotel.agent.usage.bpf.BpfTimeSource;
import io.keplerotel.agent.workload.Births;
import io.keplerotel.agent.workload.PodSource;
import io.keplerotel.agent.workload.WorkloadDirectory;
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

  /** Looks for all sources, once. */
  @Provides
  @Singleton
  static Discovered discovered(
      Settings settings, Map<String, CpuTimeStart> starts, Set<PowerOffer> power) {
    return new Discovered(
        cpu(settings, starts),
        PowerChoice.of(settings.power().sources(), settings.power().estimates(), power));
  }

  @Provides
  static CpuTimeSource cpu(Discovered found) {
    return found.cpu().source();
  }

  private static CpuChoice cpu(Settings settings, Map<String, CpuTimeStart> starts) {
    try {
      return CpuChoice.of(settings.cpu().source(), starts);
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
      Discovered found,
      Set<UsageSource> usage,
      EventStart events,
      WorkloadDirectory workloads,
      PodSource pods) {
    return new SampleSources(
        found.cpu().source(),
        List.copyOf(usage),
        events.start(found.cpu().source().name()),
        found.power().cover(),
        workloads,
        pods);
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
    return Machine.of(ProcessorTable.read(files).isVirtual());
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
        sampler::published,
        settings.process().enabled() ? settings.process().top() : 0,
        settings.metricLevels(),
        System::nanoTime);
  }

  @Provides
  @Singleton
  static FaultLog faults() {
    return new FaultLog();
  }

  @Provides
  @Singleton
  static Sampler sampler(
      SampleSources sources, Ledger ledger, HostFiles files, Clock clock, FaultLog faults) {
    return new Sampler(sources, ledger, new OnlineCpus(files), clock, faults);
  }
}
