// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
/** What runs by itself, and goes on. */
@NullMarked
package io.keplerotel.agent.thread;

import org.jspecify.annotations.NullMarked;
