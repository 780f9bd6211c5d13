// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.linux.libbpf;

import com.sun.jna.LastErrorException;
import com.sun.jna.Pointer;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Consumer;

/**
 * The reading end of a BPF ring buffer, by the layout in the kernel's
 * Documentation/bpf/ringbuf.rst: a page with the consumer's position, one with the producer's, then
 * the data, mapped twice so that no record is ever cut. Not thread-safe.
 */
public final class RingBuffer implements AutoCloseable {
  private static final VarHandle LONG =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final VarHandle INT =
      MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());
  private static final int BUSY = 1 << 31;
  private static final int DISCARDED = 1 << 30;
  private static final int HEADER_BYTES = 8;

  private final Pointer consumerPage;
  private final Pointer producerPages;
  private final int pageBytes;
  private final int dataBytes;
  private final ByteBuffer consumer;
  private final ByteBuffer producer;
  private final ByteBuffer data;

  private RingBuffer(Pointer consumerPage, Pointer producerPages, int pageBytes, int dataBytes) {
    this.consumerPage = consumerPage;
    this.producerPages = producerPages;
    this.pageBytes = pageBytes;
    this.dataBytes = dataBytes;
    this.consumer = ordered(consumerPage.getByteBuffer(0, pageBytes));
    this.producer = ordered(producerPages.getByteBuffer(0, pageBytes));
    this.data = ordered(producerPages.getByteBuffer(pageBytes, 2L * dataBytes));
  }

  static RingBuffer map(int fd, int dataBytes) throws BpfUnavailableException {
    int pageBytes = (int) Libc.sysconf(Libc.SC_PAGESIZE);
    try {
      Pointer consumer =
          Libc.mmap(
              Pointer.NULL, pageBytes, Libc.PROT_READ | Libc.PROT_WRITE, Libc.MAP_SHARED, fd, 0);
      Pointer producer =
          Libc.mmap(
              Pointer.NULL,
              pageBytes + 2L * dataBytes,
              Libc.PROT_READ,
              Libc.MAP_SHARED,
              fd,
              pageBytes);
      return new RingBuffer(consumer, producer, pageBytes, dataBytes);
    } catch (LastErrorException e) {
      throw new BpfUnavailableException("cannot map the BPF ring buffer: " + Native.reason(e));
    }
  }

  /**
   * Takes out all finished records.
   *
   * @param sink gets each, between position and limit; valid during the call only
   */
  public void drain(Consumer<ByteBuffer> sink) {
    long position = consumer.getLong(0);
    long end = (long) LONG.getAcquire(producer, 0);
    while (position < end) {
      int offset = (int) (position & (dataBytes - 1));
      int header = (int) INT.getAcquire(data, offset);
      if ((header & BUSY) != 0) {
        break;
      }
      int size = header & ~DISCARDED;
      if ((header & DISCARDED) == 0) {
        int start = offset + HEADER_BYTES;
        sink.accept(data.limit(start + size).position(start));
        data.clear();
      }
      position += (size + HEADER_BYTES + 7) & ~7;
      LONG.setRelease(consumer, 0, position);
    }
  }

  @Override
  public void close() {
    Libc.munmap(consumerPage, pageBytes);
    Libc.munmap(producerPages, pageBytes + 2L * dataBytes);
  }

  private static ByteBuffer ordered(ByteBuffer buffer) {
    return buffer.order(ByteOrder.nativeOrder());
  }
}
