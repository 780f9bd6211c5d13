// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.linux.ipmi;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Pointer;

/** The calls that a device takes. 64-bit Linux only. */
interface Libc extends Library {
  int O_RDWR = 2;
  int O_CLOEXEC = 0x80000;
  short POLLIN = 1;
  int EPERM = 1;
  int ENOENT = 2;
  int ENXIO = 6;
  int EACCES = 13;
  int ENODEV = 19;

  int open(String path, int flags) throws LastErrorException;

  int ioctl(int fd, long request, Pointer argument) throws LastErrorException;

  int poll(Pointer descriptors, long count, int timeoutMs) throws LastErrorException;

  int close(int fd);

  String strerror(int errno);
}
