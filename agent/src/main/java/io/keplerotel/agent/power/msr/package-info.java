// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
/** RAPL by the CPU's registers. */
@NullMarked
package io.keplerotel.agent.power.msr;

import org.jspecify.annotations.NullMarked;
