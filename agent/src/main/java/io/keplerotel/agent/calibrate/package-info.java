// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
/** Learns how much power this machine takes at which load, where it has a counter. */
@NullMarked
package io.keplerotel.agent.calibrate;

import org.jspecify.annotations.NullMarked;
