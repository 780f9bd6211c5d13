// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.estimated.modelfile;

/** A model cannot be used; the message says which file or server, which field, and why. */
public final class ModelFileException extends Exception {
  /**
   * Says why.
   *
   * @param name of the file or server
   * @param pointer where in it, as RFC 6901 has it; empty for the whole
   */
  public ModelFileException(String name, String pointer, String reason) {
    super(name + ": " + (pointer.isEmpty() ? "" : pointer + ": ") + reason);
  }

  /** Where, and what is wrong. */
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
