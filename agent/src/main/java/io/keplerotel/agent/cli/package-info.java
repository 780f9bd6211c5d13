// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
/** The commands. */
@NullMarked
package io.keplerotel.agent.cli;

import org.jspecify.annotations.NullMarked;
