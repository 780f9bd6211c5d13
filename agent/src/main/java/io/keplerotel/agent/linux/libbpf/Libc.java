// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.linux.libbpf;

import com.sun.jna.LastErrorException;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;

/**
 * The few calls of the C library that Java has no name for. 64-bit Linux only. Bound as {@link
 * Libbpf}.
 */
final class Libc {
  static final int PROT_READ = 1;
  static final int PROT_WRITE = 2;
  static final int MAP_SHARED = 1;
  static final int CLOCK_BOOTTIME = 7;
  static final int SC_PAGESIZE = 30;
  static final int EINTR = 4;
  static final int EAGAIN = 11;

  private Libc() {}

  /** Binds all calls. */
  static void bind() {
    com.sun.jna.Native.register(Libc.class, NativeLibrary.getProcess());
  }

  static native long read(int fd, Pointer buffer, long size) throws LastErrorException;

  static native int close(int fd);

  static native Pointer mmap(
      Pointer address, long length, int protection, int flags, int fd, long offset)
      throws LastErrorException;

  static native int munmap(Pointer address, long length);

  static native int clock_gettime(int clock, Pointer timespec) throws LastErrorException;

  static native long sysconf(int name);

  static native String strerror(int errno);

  /** Glibc only: throws {@link UnsatisfiedLinkError} elsewhere. */
  static void mallocTrim() {
    NativeLibrary.getProcess().getFunction("malloc_trim").invokeInt(new Object[] {0L});
  }

  static native int vsnprintf(Pointer buffer, long size, String format, Pointer arguments);
}
