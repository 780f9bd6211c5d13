// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
/** Pushes by OTLP. */
@NullMarked
package io.keplerotel.agent.export.otlp;

import org.jspecify.annotations.NullMarked;
