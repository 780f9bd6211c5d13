// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
/** {@code kepler-agent top}: who uses power now, in a terminal. */
@NullMarked
package io.keplerotel.agent.top;

import org.jspecify.annotations.NullMarked;
