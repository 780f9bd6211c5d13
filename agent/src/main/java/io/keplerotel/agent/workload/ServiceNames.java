// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.workload;

import java.util.Optional;

/**
 * What OpenTelemetry calls the service that a pod or container is of.
 *
 * @param name service.name
 * @param namespace service.namespace
 * @param version service.version
 * @param instance service.instance.id
 */
public record ServiceNames(
    String name, String namespace, Optional<String> version, Optional<String> instance) {}
