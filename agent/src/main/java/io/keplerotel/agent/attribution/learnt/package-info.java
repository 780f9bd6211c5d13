// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
/** Weights of hardware counters, learnt from the machine's own meters. */
@NullMarked
package io.keplerotel.agent.attribution.learnt;

import org.jspecify.annotations.NullMarked;
