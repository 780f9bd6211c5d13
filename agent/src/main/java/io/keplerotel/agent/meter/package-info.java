// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
/** OpenTelemetry instruments that read the latest snapshot. */
@NullMarked
package io.keplerotel.agent.meter;

import org.jspecify.annotations.NullMarked;
