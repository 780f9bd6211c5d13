// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.export.prometheus;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;

/** Gathers what a page is made of, so that its stream gets few large pieces. */
final class PageOutput {
  private static final int BYTES = 16 * 1024;

  private final byte[] buffer = new byte[BYTES];
  private final OutputStream out;
  private int count;

  PageOutput(OutputStream out) {
    this.out = out;
  }

  PageOutput put(byte[] bytes) throws IOException {
    if (bytes.length > BYTES - count) {
      flush();
      if (bytes.length > BYTES) {
        out.write(bytes, 0, bytes.length);
        return this;
      }
    }
    System.arraycopy(bytes, 0, buffer, count, bytes.length);
    count += bytes.length;
    return this;
  }

  PageOutput put(String text) throws IOException {
    return put(text.getBytes(UTF_8));
  }

  PageOutput put(char ascii) throws IOException {
    return putByte(ascii);
  }

  PageOutput putByte(int value) throws IOException {
    room(1);
    buffer[count++] = (byte) value;
    return this;
  }

  PageOutput put(double value) throws IOException {
    if (Double.isInfinite(value)) {
      return put((value > 0 ? "+Inf" : "-Inf").getBytes(ISO_8859_1));
    }
    room(Decimals.MOST_BYTES);
    count = Decimals.put(value, buffer, count);
    return this;
  }

  PageOutput put(long value) throws IOException {
    room(Decimals.MOST_BYTES);
    count = Decimals.put(value, buffer, count);
    return this;
  }

  /** As protobuf has whole numbers that are seldom large. */
  PageOutput putVarint(long value) throws IOException {
    room(Protobuf.MOST_VARINT_BYTES);
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      buffer[count++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    buffer[count++] = (byte) rest;
    return this;
  }

  /** Eight bytes, the lowest first. */
  PageOutput putFixed(double value) throws IOException {
    room(Double.BYTES);
    long bits = Double.doubleToRawLongBits(value);
    for (int i = 0; i < Double.BYTES; i++) {
      buffer[count++] = (byte) bits;
      bits >>>= Byte.SIZE;
    }
    return this;
  }

  void flush() throws IOException {
    out.write(buffer, 0, count);
    count = 0;
  }

  private void room(int bytes) throws IOException {
    if (bytes > BYTES - count) {
      flush();
    }
  }
}
