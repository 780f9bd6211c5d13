// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
/** From samples to snapshots: pure arithmetic, without clock, I/O or log. */
@NullMarked
package io.keplerotel.agent.attribution;

import org.jspecify.annotations.NullMarked;
