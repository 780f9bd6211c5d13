// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.exec;

import io.keplerotel.agent.model.Zone;

/**
 * What was used in one zone while a command ran. Command + others + idle is what the zone counted,
 * to the microjoule.
 *
 * @param commandUj dynamic energy of the command, µJ
 * @param othersUj dynamic energy of everybody else, µJ
 * @param idleUj what the machine would have used doing nothing, µJ
 */
public record ZoneUse(Zone zone, long commandUj, long othersUj, long idleUj) {}
