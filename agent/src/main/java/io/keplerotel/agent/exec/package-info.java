// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
/** Runs one command and says how much energy it used. */
@NullMarked
package io.keplerotel.agent.exec;

import org.jspecify.annotations.NullMarked;
