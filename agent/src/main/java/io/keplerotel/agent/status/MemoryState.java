// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.status;

/**
 * How the agent gets along with its memory.
 *
 * @param heapBytes of the heap in use when it was last cleared up
 * @param heapLimitBytes what that may grow to
 * @param refused pages that were refused so far, since there was no room for them
 * @param processes how many may have counters of their own at present
 */
public record MemoryState(long heapBytes, long heapLimitBytes, long refused, int processes) {}
