// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.top;

import io.keplerotel.agent.live.LiveView;

/** Where the views come from. */
public interface LiveSource extends AutoCloseable {
  /**
   * The view of now.
   *
   * @throws TopException if there is none; the message says why and what to do
   */
  LiveView view();

  @Override
  void close();
}
