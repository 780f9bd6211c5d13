// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
/** libbpf and libc through JNA; the only place that imports JNA. */
@NullMarked
package io.keplerotel.agent.linux.libbpf;

import org.jspecify.annotations.NullMarked;
