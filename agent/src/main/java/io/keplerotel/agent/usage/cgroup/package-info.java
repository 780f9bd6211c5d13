// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
/** CPU time from cgroup files and /proc, where BPF is refused. */
@NullMarked
package io.keplerotel.agent.usage.cgroup;

import org.jspecify.annotations.NullMarked;
