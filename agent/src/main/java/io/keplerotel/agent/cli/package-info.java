// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
/** The command line and the wiring. */
@NullMarked
package io.keplerotel.agent.cli;

import org.jspecify.annotations.NullMarked;
