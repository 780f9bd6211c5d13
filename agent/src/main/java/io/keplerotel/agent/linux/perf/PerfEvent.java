// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.linux.perf;

/**
 * What is counted, as perf_event_open(2) wants it.
 *
 * @param name for people, such as {@code power/energy-pkg/}
 * @param type the number of the PMU
 * @param config what of it
 */
public record PerfEvent(String name, int type, long config) {}
