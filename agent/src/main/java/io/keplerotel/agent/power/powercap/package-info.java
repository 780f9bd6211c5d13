// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
/** RAPL through the powercap tree of sysfs. */
@NullMarked
package io.keplerotel.agent.power.powercap;

import org.jspecify.annotations.NullMarked;
