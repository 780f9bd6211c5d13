// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
/** Meters that are asked over the network: calls, credentials, units. */
@NullMarked
package io.keplerotel.agent.power.remote;

import org.jspecify.annotations.NullMarked;
