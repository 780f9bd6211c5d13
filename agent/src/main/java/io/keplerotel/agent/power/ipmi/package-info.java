// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
/** The power that a BMC tells by IPMI, with DCMI. */
@NullMarked
package io.keplerotel.agent.power.ipmi;

import org.jspecify.annotations.NullMarked;
