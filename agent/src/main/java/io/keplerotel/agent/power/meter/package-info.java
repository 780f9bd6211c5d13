// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
/** Any other meter of the whole machine. */
@NullMarked
package io.keplerotel.agent.power.meter;

import org.jspecify.annotations.NullMarked;
