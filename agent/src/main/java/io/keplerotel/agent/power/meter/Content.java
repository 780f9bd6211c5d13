// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.meter;

/**
 * What a meter has written.
 *
 * @param name where, for messages
 */
record Content(String name, String text) {}
