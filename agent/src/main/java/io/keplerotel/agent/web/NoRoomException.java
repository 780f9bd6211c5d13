// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.web;

import java.io.IOException;

/** A page is not made, because memory might end in the middle of it. */
public final class NoRoomException extends IOException {
  private static final long serialVersionUID = 1;

  public NoRoomException() {
    super("no room");
  }
}
