// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.app;

import dagger.Module;
import io.keplerotel.agent.power.battery.BatteryModule;
import io.keplerotel.agent.power.estimated.EstimatedModule;
import io.keplerotel.agent.power.hwmon.HwmonModule;
import io.keplerotel.agent.power.ipmi.IpmiModule;
import io.keplerotel.agent.power.meter.MeterModule;
import io.keplerotel.agent.power.msr.MsrModule;
import io.keplerotel.agent.power.nvml.NvmlModule;
import io.keplerotel.agent.power.perf.PerfModule;
import io.keplerotel.agent.power.powercap.HandedModule;
import io.keplerotel.agent.power.powercap.PowercapModule;
import io.keplerotel.agent.power.redfish.RedfishModule;
import io.keplerotel.agent.usage.bpf.BpfModule;
import io.keplerotel.agent.usage.cgroup.CgroupModule;
import io.keplerotel.agent.usage.counters.CounterModule;
import io.keplerotel.agent.usage.gpu.GpuUsageModule;

/** The table of contents: everything that the agent is made of. */
@Module(
    includes = {
      LinuxModule.class,
      // Sources of energy, in alphabetical order; power.sources chooses.
      BatteryModule.class,
      EstimatedModule.class,
      HandedModule.class,
      HwmonModule.class,
      IpmiModule.class,
      MeterModule.class,
      MsrModule.class,
      NvmlModule.class,
      PerfModule.class,
      PowercapModule.class,
      RedfishModule.class,
      // Sources of CPU time; cpu.source chooses.
      BpfModule.class,
      CgroupModule.class,
      // Perf events by process; cpu.counters chooses.
      CounterModule.class,
      // Who used what else.
      GpuUsageModule.class,
      // Names of pods; kube.enabled chooses.
      PodModule.class,
      // Who is who, the ledger, the tick.
      SamplingModule.class,
      // Exporters, in alphabetical order; otlp.enabled and prometheus.enabled choose.
      OtlpModule.class,
      PrometheusModule.class,
      // What doctor looks at.
      DoctorModule.class,
      // The server and its pages.
      WebModule.class,
    })
interface AgentModules {}
