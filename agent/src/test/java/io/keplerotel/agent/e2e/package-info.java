// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
/** Tests against a real Kubernetes control plane; {@code make e2e} runs them. */
@NullMarked
package io.keplerotel.agent.e2e;

import org.jspecify.annotations.NullMarked;
