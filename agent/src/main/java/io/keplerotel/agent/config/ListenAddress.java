// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.config;

/**
 * Where a server listens.
 *
 * @param host name or address of an interface; {@code 0.0.0.0} for all
 * @param port 0 for any that is free
 */
public record ListenAddress(String host, int port) {
  @Override
  public String toString() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
