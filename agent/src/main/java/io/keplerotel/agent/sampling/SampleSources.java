// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.sampling;

import io.keplerotel.agent.power.PowerSource;
import io.keplerotel.agent.usage.CpuTimeSource;
import io.keplerotel.agent.usage.UsageSource;
import io.keplerotel.agent.workload.PodSource;
import io.keplerotel.agent.workload.WorkloadDirectory;
import java.util.List;

/**
 * What a sample is read from.
 *
 * @param cpu who used the CPUs
 * @param usage who used what else
 * @param pods what containers and pods are called, and how much CPU they have requested
 */
public record SampleSources(
    CpuTimeSource cpu,
    List<UsageSource> usage,
    List<PowerSource> power,
    WorkloadDirectory workloads,
    PodSource pods) {
  /** Takes copies of the lists. */
  public SampleSources {
    usage = List.copyOf(usage);
    power = List.copyOf(power);
  }
}
