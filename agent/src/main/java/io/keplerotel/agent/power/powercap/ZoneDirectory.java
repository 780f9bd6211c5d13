// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.powercap;

import io.keplerotel.agent.model.Zone;
import java.nio.file.Path;

/**
 * A zone and the files it is read from.
 *
 * @param zone what it measures
 * @param energy file with the counter, µJ
 * @param rangeUj the value after which the counter starts again at 0, µJ; 0 where not known
 * @param greatestUw the power that it may use for long, µW; 0 where not known
 */
record ZoneDirectory(Zone zone, Path energy, long rangeUj, long greatestUw) {}
