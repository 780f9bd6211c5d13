// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.linux.nvml;

/**
 * A process that has something open on a card, busy or not.
 *
 * @param pid in the PID namespace of the agent
 * @param memoryBytes of the card that it holds
 */
public record RunningProcess(int pid, long memoryBytes) {}
