// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.export;

import java.io.IOException;

/** A page is not made, because memory might end in the middle of it. */
final class NoRoomException extends IOException {
  private static final long serialVersionUID = 1;

  NoRoomException() {
    super("no room");
  }
}
