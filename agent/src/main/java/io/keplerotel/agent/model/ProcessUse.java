// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.model;

/**
 * What a process used of something other than CPU time, such as a GPU.
 *
 * @param cgroup where the process sits now
 * @param command its name
 * @param kind what it used
 * @param amount how much since it was last reported, in the unit of the kind
 */
public record ProcessUse(
    CgroupKey cgroup, ProcessKey process, String command, UsageKind kind, long amount) {}
