// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.meter;

import io.keplerotel.agent.power.remote.RemoteException;

/** From where a meter's text comes. */
interface Origin {
  /** Its present text. */
  Content content() throws RemoteException;
}
