// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.workload;

/**
 * Whom a pod belongs to.
 *
 * @param kind in Kubernetes' words, such as {@code Deployment}
 * @param name its name
 */
public record Owner(String kind, String name) {}
