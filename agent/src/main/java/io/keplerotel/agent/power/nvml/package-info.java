// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
/** NVIDIA GPUs by NVML: their energy, and which processes they work for. */
@NullMarked
package io.keplerotel.agent.power.nvml;

import org.jspecify.annotations.NullMarked;
