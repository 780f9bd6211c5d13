// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
/** The tick. */
@NullMarked
package io.keplerotel.agent.sampling;

import org.jspecify.annotations.NullMarked;
