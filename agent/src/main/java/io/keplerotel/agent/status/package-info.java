// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
/** How the agent is: what works, what does not and why, what it costs. */
@NullMarked
package io.keplerotel.agent.status;

import org.jspecify.annotations.NullMarked;
