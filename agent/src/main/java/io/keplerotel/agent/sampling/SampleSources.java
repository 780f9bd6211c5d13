// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.sampling;

import io.keplerotel.agent.power.PowerSource;
import io.keplerotel.agent.usage.CpuTimeSource;
import io.keplerotel.agent.workload.CpuRequests;
import io.keplerotel.agent.workload.WorkloadDirectory;
import io.keplerotel.agent.workload.WorkloadNames;
import java.util.List;

/**
 * What a sample is read from.
 *
 * @param requests how much CPU containers have requested
 * @param names what people call containers and pods
 */
public record SampleSources(
    CpuTimeSource cpu,
    List<PowerSource> power,
    WorkloadDirectory workloads,
    CpuRequests requests,
    WorkloadNames names) {
  /** Copies. */
  public SampleSources {
    power = List.copyOf(power);
  }
}
