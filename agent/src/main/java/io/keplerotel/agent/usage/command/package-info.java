// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
/** CPU time of one command, and of everybody else together. */
@NullMarked
package io.keplerotel.agent.usage.command;

import org.jspecify.annotations.NullMarked;
