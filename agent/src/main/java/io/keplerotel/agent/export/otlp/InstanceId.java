// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.export.otlp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * Makes {@code service.instance.id} as the semantic conventions want it: a UUID, always the same
 * for the same thing, and another for any other.
 */
public final class InstanceId {
  /** The conventions' own namespace for names like these. */
  private static final UUID NAMESPACE = UUID.fromString("4d63009a-8d0f-11ee-aad7-4c796ed8e320");

  private static final int LONGS_BYTES = 2 * Long.BYTES;
  private static final long VERSION_5 = 0x5000L;
  private static final long VERSION_MASK = 0xf000L;
  private static final long VARIANT = 0x8000000000000000L;
  private static final long VARIANT_MASK = 0xc000000000000000L;

  private InstanceId() {}

  /** A UUID of version 5 (RFC 9562) of these names, in this order. */
  public static String of(String... names) {
    byte[] name = String.join("\0", names).getBytes(UTF_8);
    ByteBuffer text =
        ByteBuffer.allocate(LONGS_BYTES + name.length)
            .putLong(NAMESPACE.getMostSignificantBits())
            .putLong(NAMESPACE.getLeastSignificantBits())
            .put(name);
    ByteBuffer hash = ByteBuffer.wrap(sha1(text.array()));
    long high = (hash.getLong() & ~VERSION_MASK) | VERSION_5;
    long low = (hash.getLong() & ~VARIANT_MASK) | VARIANT;
    return new UUID(high, low).toString();
  }

  private static byte[] sha1(byte[] text) {
    try {
      return MessageDigest.getInstance("SHA-1").digest(text);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-1", e);
    }
  }
}
