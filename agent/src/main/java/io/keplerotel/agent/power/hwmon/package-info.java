// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
/** Power and energy sensors of the kernel's hwmon class, by a table of rules. */
@NullMarked
package io.keplerotel.agent.power.hwmon;

import org.jspecify.annotations.NullMarked;
