// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.workload;

/**
 * What one workload or pod was called when its snapshot was made.
 *
 * @param names the same object from one tick to the next while nothing has changed
 * @param held whether it is not shown yet, because its name may soon be known
 */
public record Naming<N>(N names, boolean held) {}
