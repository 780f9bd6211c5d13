// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
/** Which processes GPUs work for. */
@NullMarked
package io.keplerotel.agent.usage.gpu;

import org.jspecify.annotations.NullMarked;
