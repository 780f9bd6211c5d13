// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
/** What energy was used in a month, by whom, at what cost: asked of a Prometheus. */
@NullMarked
package io.keplerotel.agent.report;

import org.jspecify.annotations.NullMarked;
