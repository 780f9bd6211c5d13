// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.config;

/**
 * A setting that some place sets.
 *
 * @param where file and line with a colon and a blank at the end, for messages; empty elsewhere
 * @param name what the place calls it, such as {@code KEPLER_INTERVAL}
 * @param text its value as it is written there
 * @param place in words, such as {@code file agent.yaml:3}
 */
record Assigned(Setting<?> setting, String where, String name, String text, String place) {}
