// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.exec;

import java.util.OptionalInt;

/**
 * What this process was asked to do by signals while it waits for a command: it goes on, so that it
 * can say what the command used. Safe for any thread.
 */
public final class Signalled {
  /** Shells add this to the number of the signal that has ended something. */
  public static final int BY_SIGNAL = 128;

  private int last;
  private long pid;
  private final Sender sender;

  /** How a signal is handed on. */
  @FunctionalInterface
  public interface Sender {
    /** Sends it, unless the process has got it already. */
    void send(int pid, int signal);
  }

  /** Nothing was asked for yet. */
  public Signalled(Sender sender) {
    this.sender = sender;
  }

  /** A signal has come; the command is to get it too. */
  public synchronized void told(int signal) {
    last = signal;
    if (pid > 0) {
      sender.send((int) pid, signal);
    }
  }

  /** The signal that came last; empty where none did. */
  public synchronized OptionalInt last() {
    return last == 0 ? OptionalInt.empty() : OptionalInt.of(last);
  }

  synchronized void begins(long command) {
    pid = command;
  }

  synchronized void ended() {
    pid = 0;
  }
}
