// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.linux.perf;

/** An event that is counted on one CPU. For one thread at a time. */
public interface PerfCounter extends AutoCloseable {
  /** What was counted since it was opened. */
  long read() throws PerfException;

  /** Its file descriptor, for another part of the kernel to read it; open until it is closed. */
  int descriptor();

  /** Ends the counting. */
  @Override
  void close();
}
