// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
/** Names of pods, from the API server or the kubelet; the only place that knows its client. */
@NullMarked
package io.keplerotel.agent.workload.kube;

import org.jspecify.annotations.NullMarked;
