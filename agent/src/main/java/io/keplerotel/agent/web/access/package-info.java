// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
/** Who may ask the server, and by TLS or not: Prometheus' {@code web.config.file}. */
@NullMarked
package io.keplerotel.agent.web.access;

import org.jspecify.annotations.NullMarked;
