// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.model;

/**
 * Something that does not work now. Sources return it; the sampler logs it once when it appears or
 * changes, and counts it.
 *
 * @param part what is lost, such as {@code package-0}; the same for as long as it is the same fault
 * @param message what, where, and what to do
 */
public record Fault(String part, String message) {}
