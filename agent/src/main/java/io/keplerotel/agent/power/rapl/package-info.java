// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
/** What the three ways to RAPL share: ids of zones, and whose a register is. */
@NullMarked
package io.keplerotel.agent.power.rapl;

import org.jspecify.annotations.NullMarked;
