// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
/** Sources of CPU time. */
@NullMarked
package io.keplerotel.agent.usage;

import org.jspecify.annotations.NullMarked;
