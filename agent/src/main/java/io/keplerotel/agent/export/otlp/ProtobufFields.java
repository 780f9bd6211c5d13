// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.export.otlp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a protobuf message, each the last of its number. Enough for the two small answers
 * that OTLP servers give; a protobuf runtime would be larger than all of the exporter.
 */
final class ProtobufFields {
  private static final int WIRE_BITS = 3;
  private static final int WIRE_MASK = 7;
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int BYTES = 2;
  private static final int FIXED32 = 5;
  private static final int VARINT_BITS = 7;
  private static final int VARINT_MASK = 0x7f;

  private final Map<Integer, Long> numbers = new HashMap<>();
  private final Map<Integer, byte[]> bytes = new HashMap<>();

  private ProtobufFields() {}

  /** Reads a message; empty if it is none. */
  static Optional<ProtobufFields> parse(byte @Nullable [] message) {
    ProtobufFields fields = new ProtobufFields();
    ByteBuffer in = ByteBuffer.wrap(message == null ? new byte[0] : message);
    try {
      while (in.hasRemaining()) {
        if (!fields.read(in)) {
          return Optional.empty();
        }
      }
    } catch (BufferUnderflowException ignored) {
      // It ends within a field: something else than protobuf.
      return Optional.empty();
    }
    return Optional.of(fields);
  }

  OptionalLong number(int field) {
    Long number = numbers.get(field);
    return number == null ? OptionalLong.empty() : OptionalLong.of(number);
  }

  Optional<String> text(int field) {
    return Optional.ofNullable(bytes.get(field)).map(found -> new String(found, UTF_8));
  }

  Optional<ProtobufFields> message(int field) {
    return Optional.ofNullable(bytes.get(field)).flatMap(ProtobufFields::parse);
  }

  private boolean read(ByteBuffer in) {
    long tag = varint(in);
    int field = (int) (tag >>> WIRE_BITS);
    switch ((int) (tag & WIRE_MASK)) {
      case VARINT -> numbers.put(field, varint(in));
      case FIXED64 -> numbers.put(field, in.getLong());
      case FIXED32 -> numbers.put(field, (long) in.getInt());
      case BYTES -> {
        long length = varint(in);
        if (length < 0 || length > in.remaining()) {
          return false;
        }
        byte[] value = new byte[(int) length];
        in.get(value);
        bytes.put(field, value);
      }
      default -> {
        return false;
      }
    }
    return field > 0;
  }

  private static long varint(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += VARINT_BITS) {
      byte next = in.get();
      value |= (long) (next & VARINT_MASK) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new BufferUnderflowException();
  }
}
