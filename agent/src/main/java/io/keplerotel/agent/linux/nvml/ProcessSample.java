// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.linux.nvml;

/**
 * That a process was seen running on a card.
 *
 * @param pid in the PID namespace of the agent
 * @param timeUs when, by NVML's clock, µs
 * @param smPercent for how much of the time the card's processors worked for it
 */
public record ProcessSample(int pid, long timeUs, int smPercent) {}
