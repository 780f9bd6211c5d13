// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
/** The power that a BMC tells by Redfish. */
@NullMarked
package io.keplerotel.agent.power.redfish;

import org.jspecify.annotations.NullMarked;
