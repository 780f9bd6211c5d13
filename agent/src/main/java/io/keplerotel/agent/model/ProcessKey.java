// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.model;

/**
 * A process, safe against reuse of its PID.
 *
 * @param pid process id (the kernel's tgid)
 * @param startNs start time, ns since boot; only compared, never shown
 */
public record ProcessKey(int pid, long startNs) {}
