// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.web;

import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * A body as nearly all clients want it, in a tenth of the room; for the others it is unzipped while
 * it is sent.
 */
final class ZippedBody {
  private static final int BUFFER_BYTES = 8 * 1024;

  private final Parts zipped;
  private final long plainBytes;

  private ZippedBody(Parts zipped, long plainBytes) {
    this.zipped = zipped;
    this.plainBytes = plainBytes;
  }

  static ZippedBody of(Answer.Writing writing) throws IOException {
    Parts parts = new Parts();
    Fast zip = new Fast(parts);
    try (zip) {
      writing.writeTo(zip);
    }
    return new ZippedBody(parts, zip.plainBytes());
  }

  long bytes(boolean asZip) {
    return asZip ? zipped.bytes() : plainBytes;
  }

  @SuppressWarnings("ThreadPriorityCheck") // A hint: nothing is wrong where it is not taken.
  void send(OutputStream out, boolean asZip) throws IOException {
    if (asZip) {
      zipped.send(out);
      return;
    }
    try (GZIPInputStream in = new GZIPInputStream(zipped.read(), BUFFER_BYTES)) {
      byte[] part = new byte[BUFFER_BYTES];
      for (int count = in.read(part); count >= 0; count = in.read(part)) {
        out.write(part, 0, count);
        // Virtual threads are not interrupted in their work; those that have little would wait.
        Thread.yield();
      }
    }
  }

  /** The least of a zip's efforts: a scrape has few different words in it. */
  private static final class Fast extends GZIPOutputStream {
    private long plainBytes;

    Fast(OutputStream out) throws IOException {
      super(out, BUFFER_BYTES);
      def.setLevel(Deflater.BEST_SPEED);
    }

    @Override
    public synchronized void write(byte[] bytes, int from, int count) throws IOException {
      plainBytes += count;
      super.write(bytes, from, count);
    }

    long plainBytes() {
      return plainBytes;
    }
  }
}
