// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.linux.fs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Reads the small files of sensors, whose drivers may answer with anything. Opens plain files only,
 * as a pipe would wait for whoever writes to it, and reads no more than a line. For one thread at a
 * time.
 */
public final class SensorFile {
  /** The longest labels of drivers have some 40 characters. */
  private static final int MOST_BYTES = 256;

  private final Opener opener;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(MOST_BYTES + 1);

  /** Opens a file; what it throws is what the kernel answers. */
  @FunctionalInterface
  public interface Opener {
    /** Opens a file to be read from its beginning. */
    ReadableByteChannel open(Path path) throws IOException;
  }

  /** Of this machine. */
  public SensorFile() {
    this(SensorFile::openPlain);
  }

  /** With an opener that answers as some driver does. */
  public SensorFile(Opener opener) {
    this.opener = opener;
  }

  /** Opens what is a plain file, as all files of sysfs are. */
  public static ReadableByteChannel openPlain(Path path) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
    if (!attributes.isRegularFile()) {
      throw new FileSystemException(path.toString(), null, "it is no plain file");
    }
    return FileChannel.open(path, StandardOpenOption.READ);
  }

  /** Reads a line of {@linkplain KernelText text}, without blanks around it. */
  public String text(Path path) throws UnreadableException {
    buffer.clear();
    try (ReadableByteChannel channel = opener.open(path)) {
      while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
        // The kernel hands out small files in one piece, other file systems in several.
      }
    } catch (IOException e) {
      throw UnreadableException.of(path, e);
    }
    if (!buffer.hasRemaining()) {
      throw UnreadableException.malformed(path, "it is longer than " + MOST_BYTES + " bytes");
    }
    return KernelText.decode(buffer.flip()).strip();
  }

  /** Reads a whole number, which may be negative. */
  public long number(Path path) throws UnreadableException {
    String text = text(path);
    if (text.isEmpty()) {
      throw UnreadableException.malformed(path, "it is empty");
    }
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException ignored) {
      // The message says what was there, which this one's does not.
      String shown = text.length() > 40 ? text.substring(0, 40) + "…" : text;
      throw UnreadableException.malformed(path, "\"" + shown + "\" is not a number");
    }
  }
}
