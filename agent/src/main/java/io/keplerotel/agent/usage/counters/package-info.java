// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
/** Perf events by process: cycles, instructions and the like, counted at each switch by BPF. */
@NullMarked
package io.keplerotel.agent.usage.counters;

import org.jspecify.annotations.NullMarked;
