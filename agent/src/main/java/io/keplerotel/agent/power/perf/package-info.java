// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
/** RAPL by perf events. */
@NullMarked
package io.keplerotel.agent.power.perf;

import org.jspecify.annotations.NullMarked;
