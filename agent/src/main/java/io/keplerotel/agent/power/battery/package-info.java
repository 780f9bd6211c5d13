// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
/** The batteries of a laptop, while it runs on them. */
@NullMarked
package io.keplerotel.agent.power.battery;

import org.jspecify.annotations.NullMarked;
