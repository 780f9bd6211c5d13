// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.linux.perf;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Pointer;

/** The calls that perf events need. 64-bit Linux only. */
interface Libc extends Library {
  int EPERM = 1;
  int EINTR = 4;
  int EACCES = 13;

  /** By its registers, as perf_event_open(2) fills them. */
  long syscall(long number, Pointer attributes, long pid, long cpu, long group, long flags)
      throws LastErrorException;

  long read(int fd, Pointer buffer, long size) throws LastErrorException;

  int close(int fd);

  String strerror(int errno);
}
