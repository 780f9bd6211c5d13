// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.linux.libbpf;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Consumer;

/** Reads an iterator program: each {@link #read} runs it over all its objects. Not thread-safe. */
public final class BpfIterator {
  private static final int BUFFER_BYTES = 64 * 1024;

  private final Native natives;
  private final int link;
  private final Memory memory = new Memory(BUFFER_BYTES);
  private final ByteBuffer buffer =
      memory.getByteBuffer(0, BUFFER_BYTES).order(ByteOrder.nativeOrder());

  BpfIterator(Native natives, int link) {
    this.natives = natives;
    this.link = link;
  }

  /**
   * Runs the program once over everything.
   *
   * @param sink gets what it wrote, in whole records; the buffer is used again after each call
   */
  public void read(Consumer<ByteBuffer> sink) throws BpfReadException {
    int fd = Libbpf.bpf_iter_create(link);
    if (fd < 0) {
      throw new BpfReadException("cannot start the BPF walk: " + natives.lastError());
    }
    try {
      for (int size = readOnce(fd); size > 0; size = readOnce(fd)) {
        sink.accept(buffer.limit(size).position(0));
      }
    } finally {
      Libc.close(fd);
    }
  }

  private int readOnce(int fd) throws BpfReadException {
    while (true) {
      try {
        return (int) Libc.read(fd, memory, BUFFER_BYTES);
      } catch (LastErrorException e) {
        if (e.getErrorCode() != Libc.EAGAIN && e.getErrorCode() != Libc.EINTR) {
          throw new BpfReadException("cannot read the BPF walk: " + Native.reason(e));
        }
      }
    }
  }
}
