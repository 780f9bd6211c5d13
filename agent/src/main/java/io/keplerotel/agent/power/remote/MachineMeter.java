// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.remote;

import io.keplerotel.agent.model.Reading;
import io.keplerotel.agent.model.Zone;

/** A meter of the whole machine. Asked by one thread, which may wait. */
public interface MachineMeter {
  /** What it says now; what it cannot say, or cannot mean, is thrown. */
  Reading read(Zone zone) throws RemoteException;
}
