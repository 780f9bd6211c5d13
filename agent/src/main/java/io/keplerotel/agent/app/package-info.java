// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
/** What the agent is made of, how it starts and how it stops. */
@NullMarked
package io.keplerotel.agent.app;

import org.jspecify.annotations.NullMarked;
