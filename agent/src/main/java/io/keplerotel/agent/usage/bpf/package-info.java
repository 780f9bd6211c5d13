// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
/** CPU time from the BPF programs. */
@NullMarked
package io.keplerotel.agent.usage.bpf;

import org.jspecify.annotations.NullMarked;
