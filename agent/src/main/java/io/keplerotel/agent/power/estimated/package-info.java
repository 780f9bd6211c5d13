// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
/** Power estimated from the CPU family where there is no counter. */
@NullMarked
package io.keplerotel.agent.power.estimated;

import org.jspecify.annotations.NullMarked;
