// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.linux.libbpf;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import java.util.ArrayDeque;
import java.util.Deque;

/** Both libraries, loaded, with libbpf's last messages at hand. */
final class Native {
  private static final String LIBRARY_FOLDERS = "jna.platform.library.path";
  private static final int WARN = 0;
  private static final int KEPT_MESSAGES = 4;
  private static final int MESSAGE_BYTES = 2048;

  final Libc libc;
  final Libbpf libbpf;

  /** Held here, or the garbage collector takes what native code still calls. */
  private final Libbpf.Print print = this::keep;

  private final Deque<String> messages = new ArrayDeque<>();

  private Native(Libc libc, Libbpf libbpf) {
    this.libc = libc;
    this.libbpf = libbpf;
    libbpf.libbpf_set_print(print);
  }

  static Native load() throws BpfUnavailableException {
    // Else JNA starts ldconfig to learn where libraries lie, which the dynamic linker knows.
    System.setProperty(LIBRARY_FOLDERS, System.getProperty(LIBRARY_FOLDERS, ""));
    Libc libc = com.sun.jna.Native.load(null, Libc.class);
    try {
      return new Native(libc, com.sun.jna.Native.load("libbpf.so.1", Libbpf.class));
    } catch (UnsatisfiedLinkError e) {
      throw new BpfUnavailableException(
          "libbpf.so.1 is not installed; install it (Debian: apt-get install libbpf1)");
    }
  }

  /**
   * Gives memory that was freed back to the kernel. The types of the whole kernel, which libbpf
   * reads to load an object, are 6 MiB, and the C library keeps what it got for them.
   */
  void trimMemory() {
    try {
      libc.malloc_trim(0);
    } catch (UnsatisfiedLinkError ignored) {
      // A C library that has no such call, musl's for one, keeps less.
    }
  }

  long bootTimeNs() {
    try (Memory timespec = new Memory(16)) {
      libc.clock_gettime(Libc.CLOCK_BOOTTIME, timespec);
      return timespec.getLong(0) * 1_000_000_000L + timespec.getLong(8);
    }
  }

  /** For the call just made: what failed, why in the C library's words, and what would help. */
  BpfUnavailableException failure(String what, String help) {
    String reason = libc.strerror(com.sun.jna.Native.getLastError());
    return new BpfUnavailableException(
        what + ": " + reason + (help.isEmpty() ? "" : "; " + help), String.join("; ", messages));
  }

  /** Why the call just made failed: libbpf's own words, or else the C library's. */
  String lastError() {
    String reason = libc.strerror(com.sun.jna.Native.getLastError());
    return messages.isEmpty() ? reason : String.join("; ", messages);
  }

  static String reason(Libc libc, LastErrorException e) {
    return libc.strerror(e.getErrorCode());
  }

  private int keep(int level, String format, com.sun.jna.Pointer arguments) {
    if (level != WARN) {
      return 0;
    }
    try (Memory buffer = new Memory(MESSAGE_BYTES)) {
      libc.vsnprintf(buffer, MESSAGE_BYTES, format, arguments);
      String message =
          buffer.getString(0).strip().replaceAll("\\s+", " ").replaceFirst("^libbpf: ", "");
      // That it failed is known; the messages before it say why.
      if (!message.startsWith("failed to load object")) {
        if (messages.size() == KEPT_MESSAGES) {
          messages.removeLast();
        }
        messages.addLast(message);
      }
    }
    return 0;
  }
}
