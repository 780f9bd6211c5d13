// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.linux.ipmi;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The kernel's device of the BMC, such as {@code /dev/ipmi0}. Opened by the first question, and
 * again after a failure. For one thread, which waits for answers.
 */
public final class IpmiDevice implements IpmiTransport {
  private static final long NS_PER_MS = 1_000_000;

  private final Path path;
  private final Duration patience;
  private @Nullable Libc libc;
  private int descriptor = -1;
  private long lastId;

  /**
   * Nothing is opened yet.
   *
   * @param patience for one answer
   */
  public IpmiDevice(Path path, Duration patience) {
    this.path = path;
    this.patience = patience;
  }

  @Override
  public byte[] ask(int netFunction, int command, byte[] data) throws IpmiException {
    Libc calls = libc();
    try {
      if (descriptor < 0) {
        descriptor = calls.open(path.toString(), Libc.O_RDWR | Libc.O_CLOEXEC);
      }
      long id = ++lastId;
      try (IpmiMessage question = IpmiMessage.question(id, netFunction, command, data)) {
        calls.ioctl(descriptor, IpmiMessage.SEND_COMMAND, question.memory());
      }
      return receive(calls, id);
    } catch (LastErrorException e) {
      close(calls);
      throw failure(calls, e.getErrorCode());
    }
  }

  /** Answers to questions that nobody waits for any more are passed over. */
  private byte[] receive(Libc calls, long id) throws IpmiException {
    long endNs = System.nanoTime() + patience.toNanos();
    for (long leftNs = patience.toNanos(); leftNs > 0; leftNs = endNs - System.nanoTime()) {
      if (isReady(calls, (int) (leftNs / NS_PER_MS) + 1)) {
        try (IpmiMessage answer = IpmiMessage.answer()) {
          calls.ioctl(descriptor, IpmiMessage.RECEIVE_TRUNCATED, answer.memory());
          if (answer.id() == id) {
            return answer.data();
          }
        }
      }
    }
    throw new IpmiException(
        "the BMC behind %s has not answered for %d s; it is asked again"
            .formatted(path, patience.toSeconds()));
  }

  private boolean isReady(Libc calls, int timeoutMs) {
    try (Memory wanted = new Memory(8)) {
      wanted.setInt(0, descriptor);
      wanted.setShort(4, Libc.POLLIN);
      wanted.setShort(6, (short) 0);
      return calls.poll(wanted, 1, timeoutMs) > 0;
    }
  }

  private Libc libc() {
    Libc known = libc;
    if (known == null) {
      known = Native.load(null, Libc.class);
      libc = known;
    }
    return known;
  }

  private void close(Libc calls) {
    if (descriptor >= 0) {
      calls.close(descriptor);
      descriptor = -1;
    }
  }

  private IpmiException failure(Libc calls, int errno) {
    String help =
        switch (errno) {
          case Libc.ENOENT, Libc.ENXIO, Libc.ENODEV ->
              "this machine has no BMC, or its driver is not loaded (modprobe ipmi_si ipmi_devintf), or the device is not in this container";
          case Libc.EACCES, Libc.EPERM ->
              "run as root, or grant the device to the agent; a container needs the device too";
          default -> "it is asked again";
        };
    return new IpmiException("cannot use %s: %s; %s".formatted(path, calls.strerror(errno), help));
  }
}
