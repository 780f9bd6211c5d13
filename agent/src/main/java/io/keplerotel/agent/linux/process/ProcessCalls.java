// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.linux.process;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;

/** Calls about other processes, made by this one. Safe for any thread. */
public final class ProcessCalls {
  private final Libc libc;

  private ProcessCalls(Libc libc) {
    this.libc = libc;
  }

  /** Binds the C library. */
  public static ProcessCalls bind() {
    return new ProcessCalls(Native.load("c", Libc.class));
  }

  /**
   * From now on this process is the parent of all orphans below it, in the place of process 1.
   *
   * @return whether the kernel has agreed
   */
  public boolean adoptOrphans() {
    try {
      return libc.prctl(Libc.PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) == 0;
    } catch (LastErrorException ignored) {
      // A filter of system calls refuses it: the caller does without.
      return false;
    }
  }

  /** Lets a child go that has ended. Its CPU time is then in that of this process' children. */
  public void reap(int pid) {
    try {
      libc.waitpid(pid, null, Libc.WNOHANG);
    } catch (LastErrorException ignored) {
      // Somebody else has let it go, which is as good.
    }
  }

  /** Sends a signal, by its number. */
  public void send(int pid, int signal) {
    try {
      libc.kill(pid, signal);
    } catch (LastErrorException ignored) {
      // It has ended meanwhile, or has become another user's: then the signal is not for it.
    }
  }
}
