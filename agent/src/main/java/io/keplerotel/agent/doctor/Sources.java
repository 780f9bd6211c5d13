// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.doctor;

import io.keplerotel.agent.power.PowerOffer;
import io.keplerotel.agent.power.estimated.PresentEstimate;
import io.keplerotel.agent.usage.CpuTimeStart;
import io.keplerotel.agent.workload.PodSource;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What the agent would read, built when it is first asked for: each may throw where the machine's
 * files are not where the settings say.
 *
 * @param cpu sources of CPU time, by name
 * @param power sources of power
 * @param pods who knows the names of pods
 * @param estimate what the estimate of {@code power} shows once it was read
 */
public record Sources(
    Supplier<Map<String, CpuTimeStart>> cpu,
    Supplier<Set<PowerOffer>> power,
    Supplier<PodSource> pods,
    PresentEstimate estimate) {}
