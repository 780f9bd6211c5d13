// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.meter;

import io.opentelemetry.api.common.Attributes;

/**
 * All label sets of one workload or process in the dialect of Kepler 0.10.
 *
 * @param energies by zone; their power has the same
 * @param time CPU time, which has neither zone nor state
 */
record KeplerTenSeries(Series energies, Attributes time) {}
