// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
/** A curve of power against load, from what a machine was seen to use; its file. */
@NullMarked
package io.keplerotel.agent.power.estimated.calibration;

import org.jspecify.annotations.NullMarked;
