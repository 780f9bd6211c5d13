// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.workload.kube;

import java.util.Optional;

/**
 * What the API server says of this node.
 *
 * @param uid its uid
 * @param instanceType as its cloud calls it
 */
record NodeAnswer(String uid, Optional<String> instanceType) {}
