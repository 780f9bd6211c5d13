// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.linux.perf;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import io.keplerotel.agent.linux.perf.PerfException.Reason;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Opens events by perf_event_open(2). The C library is bound by the first of them, so that a
 * machine without any pays nothing. For one thread at a time, with all its counters.
 */
public final class KernelPerfEvents implements PerfEvents {
  /** Numbers of perf_event_open by Java's names of architectures. */
  private static final Map<String, Long> CALLS =
      Map.of(
          "amd64",
          298L,
          "aarch64",
          241L,
          "riscv64",
          241L,
          "loongarch64",
          241L,
          "ppc64le",
          319L,
          "s390x",
          331L);

  private static final String LIBRARY_FOLDERS = "jna.platform.library.path";

  /** The oldest form of the structure, PERF_ATTR_SIZE_VER0, which every kernel knows. */
  private static final int ATTRIBUTE_BYTES = 64;

  private static final int TYPE_AT = 0;
  private static final int SIZE_AT = 4;
  private static final int CONFIG_AT = 8;
  private static final long EVERYBODY = -1;
  private static final long NO_GROUP = -1;
  private static final long CLOSE_ON_EXEC = 1 << 3;

  private @Nullable Libc libc;
  private @Nullable Memory value;

  @Override
  public PerfCounter open(PerfEvent event, int cpu) throws PerfException {
    String what = event.name() + " on CPU " + cpu;
    Long call = CALLS.get(System.getProperty("os.arch", ""));
    if (call == null) {
      throw new PerfException(
          "cannot count %s: not on this architecture".formatted(what), Reason.OTHER);
    }
    Libc calls = libc();
    try (Memory attributes = new Memory(ATTRIBUTE_BYTES)) {
      attributes.clear();
      attributes.setInt(TYPE_AT, event.type());
      attributes.setInt(SIZE_AT, ATTRIBUTE_BYTES);
      attributes.setLong(CONFIG_AT, event.config());
      long fd = calls.syscall(call, attributes, EVERYBODY, cpu, NO_GROUP, CLOSE_ON_EXEC);
      return new Counter(what, calls, (int) fd, value());
    } catch (LastErrorException e) {
      throw failure("cannot count", what, calls, e);
    }
  }

  private Libc libc() {
    Libc known = libc;
    if (known == null) {
      // Else JNA starts ldconfig to learn where libraries lie, which the dynamic linker knows.
      System.setProperty(LIBRARY_FOLDERS, System.getProperty(LIBRARY_FOLDERS, ""));
      known = Native.load(null, Libc.class);
      libc = known;
    }
    return known;
  }

  private Memory value() {
    Memory known = value;
    if (known == null) {
      known = new Memory(Long.BYTES);
      value = known;
    }
    return known;
  }

  private static PerfException failure(
      String verb, String what, Libc libc, LastErrorException cause) {
    int errno = cause.getErrorCode();
    boolean denied = errno == Libc.EPERM || errno == Libc.EACCES;
    return new PerfException(
        "%s %s: %s".formatted(verb, what, libc.strerror(errno)),
        denied ? Reason.DENIED : Reason.OTHER);
  }

  /** An open descriptor. */
  private static final class Counter implements PerfCounter {
    private final String what;
    private final Libc libc;
    private final int fd;
    private final Memory value;

    Counter(String what, Libc libc, int fd, Memory value) {
      this.what = what;
      this.libc = libc;
      this.fd = fd;
      this.value = value;
    }

    @Override
    public long read() throws PerfException {
      long bytes = 0;
      boolean done = false;
      while (!done) {
        try {
          bytes = libc.read(fd, value, Long.BYTES);
          done = true;
        } catch (LastErrorException e) {
          if (e.getErrorCode() != Libc.EINTR) {
            throw failure("cannot read", what, libc, e);
          }
        }
      }
      if (bytes != Long.BYTES) {
        throw new PerfException(
            "cannot read %s: the kernel does not count it any more".formatted(what), Reason.OTHER);
      }
      return value.getLong(0);
    }

    @Override
    public int descriptor() {
      return fd;
    }

    @Override
    public void close() {
      libc.close(fd);
    }
  }
}
