// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.workload.kube;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A list of pods as it is read from JSON. */
@JsonIgnoreProperties(ignoreUnknown = true)
record ObservedPods(@Nullable List<ObservedPod> items) {}
