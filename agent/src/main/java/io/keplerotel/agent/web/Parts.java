// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.web;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Bytes in pieces of one size, so that nothing is copied as they grow. Written by one thread, then
 * read by any.
 */
final class Parts extends OutputStream {
  private static final int PART_BYTES = 16 * 1024;

  private final List<byte[]> parts = new ArrayList<>();
  private int last = PART_BYTES;

  @Override
  public void write(int value) {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int count) {
    int at = from;
    int rest = count;
    while (rest > 0) {
      if (last == PART_BYTES) {
        parts.add(new byte[PART_BYTES]);
        last = 0;
      }
      int some = Math.min(rest, PART_BYTES - last);
      System.arraycopy(bytes, at, parts.getLast(), last, some);
      last += some;
      at += some;
      rest -= some;
    }
  }

  /** How many were written. */
  long bytes() {
    return (long) parts.size() * PART_BYTES - (PART_BYTES - last);
  }

  /** Writes all of them. */
  void send(OutputStream out) throws IOException {
    for (int i = 0; i < parts.size(); i++) {
      out.write(parts.get(i), 0, length(i));
    }
  }

  /** All of them, from the first. */
  InputStream read() {
    List<InputStream> streams = new ArrayList<>(parts.size());
    for (int i = 0; i < parts.size(); i++) {
      streams.add(new ByteArrayInputStream(parts.get(i), 0, length(i)));
    }
    return new SequenceInputStream(Collections.enumeration(streams));
  }

  private int length(int part) {
    return part < parts.size() - 1 ? PART_BYTES : last;
  }
}
