// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.linux.libbpf;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import java.util.ArrayDeque;
import java.util.Deque;

/** Both libraries, loaded, with libbpf's last messages at hand. */
final class Native {
  private static final String LIBRARY_FOLDERS = "jna.platform.library.path";
  private static final int WARN = 0;
  private static final int KEPT_MESSAGES = 4;
  private static final int MESSAGE_BYTES = 2048;

  private static boolean isBound;

  /** Held here, or the garbage collector takes what native code still calls. */
  private final Libbpf.Print print = this::keep;

  private final Deque<String> messages = new ArrayDeque<>();

  private Native() {
    Libbpf.libbpf_set_print(print);
  }

  static Native load() throws BpfUnavailableException {
    bind();
    return new Native();
  }

  private static synchronized void bind() throws BpfUnavailableException {
    if (isBound) {
      return;
    }
    // Else JNA starts ldconfig to learn where libraries lie, which the dynamic linker knows.
    System.setProperty(LIBRARY_FOLDERS, System.getProperty(LIBRARY_FOLDERS, ""));
    Libc.bind();
    NativeLibrary libbpf;
    try {
      libbpf = NativeLibrary.getInstance("libbpf.so.1");
    } catch (UnsatisfiedLinkError e) {
      throw new BpfUnavailableException(
          "libbpf.so.1 is not installed; install it (Debian: apt-get install libbpf1)");
    }
    try {
      Libbpf.bind(libbpf);
    } catch (UnsatisfiedLinkError e) {
      throw new BpfUnavailableException(
          "%s lacks a call that libbpf 1.0 has (%s); install another"
              .formatted(libbpf.getFile(), e.getMessage()));
    }
    isBound = true;
  }

  /**
   * Gives memory that was freed back to the kernel. The types of the whole kernel, which libbpf
   * reads to load an object, are 6 MiB, and the C library keeps what it got for them.
   */
  void trimMemory() {
    try {
      Libc.mallocTrim();
    } catch (UnsatisfiedLinkError ignored) {
      // A C library that has no such call, musl's for one, keeps less.
    }
  }

  long bootTimeNs() {
    try (Memory timespec = new Memory(16)) {
      Libc.clock_gettime(Libc.CLOCK_BOOTTIME, timespec);
      return timespec.getLong(0) * 1_000_000_000L + timespec.getLong(8);
    }
  }

  /** For the call just made: what failed, why in the C library's words, and what would help. */
  BpfUnavailableException failure(String what, String help) {
    String reason = Libc.strerror(com.sun.jna.Native.getLastError());
    return new BpfUnavailableException(
        what + ": " + reason + (help.isEmpty() ? "" : "; " + help), String.join("; ", messages));
  }

  /** Why the call just made failed: libbpf's own words, or else the C library's. */
  String lastError() {
    String reason = Libc.strerror(com.sun.jna.Native.getLastError());
    return messages.isEmpty() ? reason : String.join("; ", messages);
  }

  static String reason(LastErrorException e) {
    return Libc.strerror(e.getErrorCode());
  }

  private int keep(int level, String format, com.sun.jna.Pointer arguments) {
    if (level != WARN) {
      return 0;
    }
    try (Memory buffer = new Memory(MESSAGE_BYTES)) {
      Libc.vsnprintf(buffer, MESSAGE_BYTES, format, arguments);
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
