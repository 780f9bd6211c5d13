// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
/** Models from outside: calibrations, and what Kepler's model server hands out. */
@NullMarked
package io.keplerotel.agent.power.estimated.modelfile;

import org.jspecify.annotations.NullMarked;
