// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
/** Scrapes by Prometheus. */
@NullMarked
package io.keplerotel.agent.export.prometheus;

import org.jspecify.annotations.NullMarked;
