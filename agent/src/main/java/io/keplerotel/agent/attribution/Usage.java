// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.attribution;

import io.keplerotel.agent.model.ProcessKey;
import io.keplerotel.agent.model.Workload;

/**
 * CPU time of one process in one tick, or of a part of it.
 *
 * @param process pid 0 where it is not known
 * @param cpuNs ns
 */
public record Usage(Workload workload, ProcessKey process, String command, long cpuNs) {}
