// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.estimated.calibration;

/**
 * What a component used while the machine was so busy.
 *
 * @param utilization busy part of all hardware threads, 0–1
 * @param watts its mean power meanwhile, W
 */
public record Point(double utilization, double watts) {}
