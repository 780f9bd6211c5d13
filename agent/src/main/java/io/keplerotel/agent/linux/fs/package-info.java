// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
/** Kernel files: where the host's trees are mounted, and parsing. */
@NullMarked
package io.keplerotel.agent.linux.fs;

import org.jspecify.annotations.NullMarked;
