// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
/** What exporters share. */
@NullMarked
package io.keplerotel.agent.export;

import org.jspecify.annotations.NullMarked;
