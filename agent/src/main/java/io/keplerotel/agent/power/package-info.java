// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
/** Sources of energy. */
@NullMarked
package io.keplerotel.agent.power;

import org.jspecify.annotations.NullMarked;
