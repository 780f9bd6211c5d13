// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.linux.process;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Pointer;
import org.jspecify.annotations.Nullable;

/** The calls that other processes take. 64-bit Linux only. */
interface Libc extends Library {
  int PR_SET_CHILD_SUBREAPER = 36;
  int WNOHANG = 1;

  int prctl(int option, long value, long third, long fourth, long fifth) throws LastErrorException;

  int waitpid(int pid, @Nullable Pointer status, int options) throws LastErrorException;

  int kill(int pid, int signal) throws LastErrorException;
}
