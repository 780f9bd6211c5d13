// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
/** What virtual machines have used, handed to the agents inside of them. */
@NullMarked
package io.keplerotel.agent.guests;

import org.jspecify.annotations.NullMarked;
