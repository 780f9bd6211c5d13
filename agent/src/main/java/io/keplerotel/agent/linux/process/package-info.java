// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
/** Calls of the kernel about processes: signals, and orphans that somebody takes in. */
@NullMarked
package io.keplerotel.agent.linux.process;

import org.jspecify.annotations.NullMarked;
