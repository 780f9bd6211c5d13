// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.model;

/**
 * Where a task sits in the cgroup hierarchies: inode numbers of the directories.
 *
 * @param unified in the v2 hierarchy
 * @param legacy in the chosen v1 hierarchy; 0 on hosts without one
 */
public record CgroupKey(long unified, long legacy) {}
