// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.linux.libbpf;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Pointer;

/** The few calls of the C library that Java has no name for. 64-bit Linux only. */
interface Libc extends Library {
  int PROT_READ = 1;
  int PROT_WRITE = 2;
  int MAP_SHARED = 1;
  int CLOCK_BOOTTIME = 7;
  int SC_PAGESIZE = 30;
  int EINTR = 4;
  int EAGAIN = 11;

  long read(int fd, Pointer buffer, long size) throws LastErrorException;

  int close(int fd);

  Pointer mmap(Pointer address, long length, int protection, int flags, int fd, long offset)
      throws LastErrorException;

  int munmap(Pointer address, long length);

  int clock_gettime(int clock, Pointer timespec) throws LastErrorException;

  long sysconf(int name);

  String strerror(int errno);

  /** Glibc only. */
  int malloc_trim(long pad);

  int vsnprintf(Pointer buffer, long size, String format, Pointer arguments);
}
