// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.linux.fs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Reads small kernel files, one after the other, into one buffer that it keeps. For one thread: it
 * may be handed over once, by the thread that made it, and throws where a third one comes.
 *
 * <p>Opens the file for each reading: a descriptor that is kept open goes on answering for a device
 * or directory that was replaced by another one at the same path.
 */
public final class SmallFile {
  private static final int INITIAL_BYTES = 4096;

  private ByteBuffer buffer = ByteBuffer.allocateDirect(INITIAL_BYTES);
  private Thread owner = Thread.currentThread();
  private boolean handedOver;

  /** Reads a whole file. The result is valid until the next call. */
  public ByteBuffer bytes(Path path) throws UnreadableException {
    own();
    buffer.clear();
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      while (channel.read(buffer) >= 0) {
        if (!buffer.hasRemaining()) {
          grow();
        }
      }
    } catch (IOException e) {
      throw UnreadableException.of(path, e);
    }
    return buffer.flip();
  }

  /** Reads a whole file as {@linkplain KernelText text}. */
  public String text(Path path) throws UnreadableException {
    return KernelText.decode(bytes(path));
  }

  /** Reads a file that holds one number that is not negative. */
  public long number(Path path) throws UnreadableException {
    ByteBuffer bytes = bytes(path);
    int end = trimmedEnd(bytes);
    if (end == 0) {
      throw UnreadableException.malformed(path, "it is empty");
    }
    long value = Digits.parse(bytes, 0, end);
    if (value == Digits.NONE) {
      String content = KernelText.decode(bytes.limit(Math.min(end, 40)));
      throw UnreadableException.malformed(path, "\"" + content + "\" is not a number");
    }
    return value;
  }

  private void own() {
    Thread caller = Thread.currentThread();
    if (caller == owner) {
      return;
    }
    if (handedOver) {
      throw new IllegalStateException(
          "thread %s reads what belongs to thread %s".formatted(caller.getName(), owner.getName()));
    }
    owner = caller;
    handedOver = true;
  }

  private static int trimmedEnd(ByteBuffer bytes) {
    int end = bytes.limit();
    while (end > 0 && Character.isWhitespace(bytes.get(end - 1))) {
      end--;
    }
    return end;
  }

  private void grow() {
    ByteBuffer larger = ByteBuffer.allocateDirect(buffer.capacity() * 2);
    larger.put(buffer.flip());
    buffer = larger;
  }
}
