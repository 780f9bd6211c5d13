// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.model;

import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What a GPU says of itself beside its energy; each part empty where it does not tell.
 *
 * @param zone its energy's
 * @param busyPercent part of the last second or so in which it worked for anybody, 0 to 100
 * @param usedBytes of its memory
 * @param memoryBytes all of its memory
 */
public record GpuState(
    Zone zone, OptionalInt busyPercent, OptionalLong usedBytes, OptionalLong memoryBytes) {}
