// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.export.prometheus;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/**
 * Fields of the messages in {@code io.prometheus.client}, and how protobuf writes them. All are
 * optional ones of its second version: what is set is written, zero and empty text too.
 */
final class Protobuf {
  static final int MOST_VARINT_BYTES = 10;

  static final int FAMILY_NAME = 1;
  static final int FAMILY_HELP = 2;
  static final int FAMILY_TYPE = 3;
  static final int FAMILY_METRIC = 4;
  static final int METRIC_LABEL = 1;
  static final int METRIC_GAUGE = 2;
  static final int METRIC_COUNTER = 3;
  static final int VALUE = 1;
  static final int COUNTER_CREATED = 3;

  /** Of google.protobuf.Timestamp; there zero is not written. */
  static final int SECONDS = 1;

  static final int NANOS = 2;

  private static final int TAG_BITS = 3;
  private static final int VARINT = 0;
  private static final int FIXED = 1;
  private static final int BYTES = 2;
  private static final int BITS_OF_A_BYTE = 7;

  private Protobuf() {}

  /** Before a whole number. All our fields have tags of one byte. */
  static int varintTag(int field) {
    return field << TAG_BITS | VARINT;
  }

  /** Before a double. */
  static int fixedTag(int field) {
    return field << TAG_BITS | FIXED;
  }

  /** Before a length and so many bytes. */
  static int bytesTag(int field) {
    return field << TAG_BITS | BYTES;
  }

  /** How many bytes a whole number takes. */
  static int varintBytes(long value) {
    return value == 0 ? 1 : (Long.SIZE - Long.numberOfLeadingZeros(value) + 6) / BITS_OF_A_BYTE;
  }

  /** How many bytes a field takes whose content has so many. */
  static int fieldBytes(int content) {
    return 1 + varintBytes(content) + content;
  }

  /** Tag and length of a field whose content has so many bytes. */
  static byte[] head(int field, int content) {
    ByteBuffer bytes = ByteBuffer.allocate(1 + varintBytes(content));
    bytes.put((byte) bytesTag(field));
    int rest = content;
    while ((rest & ~0x7f) != 0) {
      bytes.put((byte) (rest | 0x80));
      rest >>>= BITS_OF_A_BYTE;
    }
    return bytes.put((byte) rest).array();
  }

  /** A field with text. */
  static byte[] text(int field, String text) {
    byte[] content = text.getBytes(UTF_8);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(fieldBytes(content.length));
    bytes.writeBytes(head(field, content.length));
    bytes.writeBytes(content);
    return bytes.toByteArray();
  }
}
