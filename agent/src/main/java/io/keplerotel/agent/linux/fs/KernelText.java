// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.linux.fs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Names from the kernel as text, and back. To the kernel a name is bytes, and Java's own way from
 * bytes to text and from text to a {@link Path} depends on the locale and is lossy. Here, UTF-8 is
 * read as such and any other byte becomes {@code \xfc}; a backslash that would read as the start of
 * such an escape becomes {@code \x5c}. Two names are never one text, whatever the locale.
 */
public final class KernelText {
  private static final int ESCAPE = 4;
  private static final Path ROOT = Path.of("/");

  private KernelText() {}

  /** Text of the bytes between position and limit. */
  public static String decode(ByteBuffer bytes) {
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(bytes.position(), copy);
    return decode(copy, copy.length);
  }

  /** Text of the first {@code length} bytes. */
  public static String decode(byte[] bytes, int length) {
    return isPlain(bytes, length)
        ? new String(bytes, 0, length, StandardCharsets.US_ASCII)
        : decodeEach(bytes, length);
  }

  /** The bytes that {@link #decode} has made this text of. */
  public static byte[] encode(String text) {
    if (text.indexOf('\\') < 0) {
      return text.getBytes(UTF_8);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
    for (int i = 0; i < text.length(); ) {
      int point = text.codePointAt(i);
      if (isEscape(text, i)) {
        bytes.write(Integer.parseInt(text.substring(i + 2, i + ESCAPE), 16));
        i += ESCAPE;
      } else {
        bytes.writeBytes(Character.toString(point).getBytes(UTF_8));
        i += Character.charCount(point);
      }
    }
    return bytes.toByteArray();
  }

  /** The file with this absolute path, whatever its bytes. */
  public static Path path(String text) {
    byte[] bytes = encode(text);
    if (isAscii(bytes)) {
      return Path.of(new String(bytes, StandardCharsets.US_ASCII));
    }
    // The only way in the JDK from bytes to a path that does not ask the locale.
    StringBuilder uri = new StringBuilder("file://");
    for (byte b : bytes) {
      uri.append(isUnreserved(b) ? Character.toString(b) : "%%%02X".formatted(b & 0xff));
    }
    return Path.of(URI.create(uri.toString()));
  }

  /** The file with this path below a directory; slashes at its start are left out. */
  public static Path path(Path directory, String text) {
    int from = 0;
    while (text.startsWith("/", from)) {
      from++;
    }
    Path absolute = path("/" + text.substring(from));
    return directory.resolve(ROOT.relativize(absolute));
  }

  /** Text of a file's last name. */
  public static String name(Path file) {
    String text = String.valueOf(file.getFileName());
    byte[] bytes = text.getBytes(UTF_8);
    return isAscii(bytes) ? decode(bytes, bytes.length) : nameOfUri(file.toUri().getRawPath());
  }

  private static String nameOfUri(String rawPath) {
    String path = rawPath.replaceFirst("/+$", "");
    String name = path.substring(path.lastIndexOf('/') + 1);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(name.length());
    for (int i = 0; i < name.length(); i++) {
      boolean escape = name.charAt(i) == '%';
      bytes.write(escape ? Integer.parseInt(name.substring(i + 1, i + 3), 16) : name.charAt(i));
      i += escape ? 2 : 0;
    }
    return decode(bytes.toByteArray(), bytes.size());
  }

  private static boolean isPlain(byte[] bytes, int length) {
    for (int i = 0; i < length; i++) {
      if (bytes[i] < 0 || bytes[i] == '\\') {
        return false;
      }
    }
    return true;
  }

  private static boolean isAscii(byte[] bytes) {
    for (byte b : bytes) {
      if (b < 0) {
        return false;
      }
    }
    return true;
  }

  private static String decodeEach(byte[] bytes, int length) {
    StringBuilder text = new StringBuilder(length + ESCAPE);
    // Each byte as one character: what is looked for is ASCII.
    String latin = new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    for (int i = 0; i < length; ) {
      int size = bytes[i] >= 0 ? 1 : sizeOfUtf8(bytes, i, length);
      if (size == 0 || isEscape(latin, i)) {
        text.append("\\x%02x".formatted(bytes[i] & 0xff));
        size = 1;
      } else {
        text.append(new String(bytes, i, size, UTF_8));
      }
      i += size;
    }
    return text.toString();
  }

  /** How many bytes the UTF-8 character of more than one at {@code at} has; 0 if it is none. */
  private static int sizeOfUtf8(byte[] bytes, int at, int length) {
    int first = bytes[at] & 0xff;
    int size = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
    if (at + size > length) {
      return 0;
    }
    // What is malformed comes back as other bytes.
    byte[] again = new String(bytes, at, size, UTF_8).getBytes(UTF_8);
    return ByteBuffer.wrap(again).equals(ByteBuffer.wrap(bytes, at, size)) ? size : 0;
  }

  /** Whether an escape begins here: {@code \x5c} or {@code \x80} to {@code \xff}. */
  private static boolean isEscape(String text, int at) {
    if (at + ESCAPE > text.length() || text.charAt(at) != '\\' || text.charAt(at + 1) != 'x') {
      return false;
    }
    char high = text.charAt(at + 2);
    char low = text.charAt(at + 3);
    return (high == '5' && low == 'c') || ("89abcdef".indexOf(high) >= 0 && isHex(low));
  }

  private static boolean isHex(char digit) {
    return "0123456789abcdef".indexOf(digit) >= 0;
  }

  private static boolean isUnreserved(byte b) {
    return (b >= 'a' && b <= 'z')
        || (b >= 'A' && b <= 'Z')
        || (b >= '0' && b <= '9')
        || "/-._~".indexOf(b) >= 0;
  }
}
