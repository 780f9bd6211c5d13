// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.estimated.catalogue;

/** What a virtual machine is held to use of what its host uses without load. */
public enum HostIdle {
  /** Its share, as if the host were sold out. */
  SHARE,
  /** Nothing: the host would be on without it. */
  NONE,
  /** All: the host is on for it alone. */
  WHOLE
}
