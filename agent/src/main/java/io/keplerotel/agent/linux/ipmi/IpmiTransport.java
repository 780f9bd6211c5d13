// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.linux.ipmi;

/** Carries one message to a BMC and its answer back. For one thread, which waits. */
public interface IpmiTransport {
  /**
   * Asks.
   *
   * @param data what follows the command
   * @return the answer's data: the completion code, then what belongs to it
   */
  byte[] ask(int netFunction, int command, byte[] data) throws IpmiException;
}
