// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.sampling;

import io.keplerotel.agent.power.PowerReader;
import io.keplerotel.agent.usage.CpuTimeSource;
import io.keplerotel.agent.usage.EventSource;
import io.keplerotel.agent.usage.UsageSource;
import io.keplerotel.agent.workload.PodSource;
import io.keplerotel.agent.workload.WorkloadDirectory;
import java.util.List;
import java.util.Optional;

/**
 * What a sample is read from.
 *
 * @param cpu who used the CPUs
 * @param usage who used what else
 * @param events what was counted beside CPU time; empty where nothing is to be, or can be
 * @param power all sources of power
 * @param pods what containers and pods are called, and how much CPU they have requested
 */
public record SampleSources(
    CpuTimeSource cpu,
    List<UsageSource> usage,
    Optional<EventSource> events,
    PowerReader power,
    WorkloadDirectory workloads,
    PodSource pods) {
  /** Where nothing but time is counted. */
  public SampleSources(
      CpuTimeSource cpu,
      List<UsageSource> usage,
      PowerReader power,
      WorkloadDirectory workloads,
      PodSource pods) {
    this(cpu, usage, Optional.empty(), power, workloads, pods);
  }

  /** Takes a copy of the list. */
  public SampleSources {
    usage = List.copyOf(usage);
  }
}
