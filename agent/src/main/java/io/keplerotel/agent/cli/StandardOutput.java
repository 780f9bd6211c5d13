// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;

/** What commands print, of which Java itself does not say that it was lost. */
final class StandardOutput {
  private static final int LOST = 1;

  private StandardOutput() {}

  /**
   * The exit status of a command that has printed: another one where not all of it has arrived,
   * such as on a full disk. Who reads only the beginning, as {@code head} does, is told nothing.
   */
  static int status(int status) {
    if (!System.out.checkError()) {
      return status;
    }
    String why = why();
    if (!why.contains("Broken pipe")) {
      System.err.println("kepler-agent: cannot write to standard output: " + why);
    }
    return status == 0 ? LOST : status;
  }

  /** The stream has swallowed the reason, so it is asked for once more. */
  @SuppressWarnings("resource") // It is not ours to close.
  private static String why() {
    try {
      new FileOutputStream(FileDescriptor.out).write('\n');
      return "a part of it was not taken";
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
