// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
/** Performance events, by JNA. */
@NullMarked
package io.keplerotel.agent.linux.perf;

import org.jspecify.annotations.NullMarked;
