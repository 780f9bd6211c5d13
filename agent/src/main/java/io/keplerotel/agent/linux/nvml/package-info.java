// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
/** NVIDIA's management library (NVML) by JNA; loaded only where NVIDIA's driver is. */
@NullMarked
package io.keplerotel.agent.linux.nvml;

import org.jspecify.annotations.NullMarked;
