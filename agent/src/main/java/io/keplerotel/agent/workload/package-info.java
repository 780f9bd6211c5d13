// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
/** Who a cgroup belongs to. */
@NullMarked
package io.keplerotel.agent.workload;

import org.jspecify.annotations.NullMarked;
