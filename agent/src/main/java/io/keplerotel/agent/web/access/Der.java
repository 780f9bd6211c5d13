// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.web.access;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** As much of ASN.1 as makes PKCS#8, which Java reads, of the older forms of keys. */
final class Der {
  private static final int SEQUENCE = 0x30;
  private static final int OCTETS = 0x04;
  private static final int PARAMETERS = 0xA0;
  private static final byte[] VERSION = {0x02, 0x01, 0x00};
  private static final byte[] RSA = {
    0x06, 0x09, 0x2A, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xF7, 0x0D, 0x01, 0x01, 0x01, 0x05, 0
  };
  private static final byte[] EC = {
    0x06, 0x07, 0x2A, (byte) 0x86, 0x48, (byte) 0xCE, 0x3D, 0x02, 0x01
  };

  private Der() {}

  /** Of PKCS#1. */
  static byte[] pkcs8OfRsa(byte[] pkcs1) {
    return value(SEQUENCE, VERSION, value(SEQUENCE, RSA), value(OCTETS, pkcs1));
  }

  /** Of SEC 1; what names no curve is left as it is, and no key. */
  static byte[] pkcs8OfEc(byte[] sec1) {
    byte[] curve = curve(sec1);
    return curve.length == 0
        ? sec1
        : value(SEQUENCE, VERSION, value(SEQUENCE, EC, curve), value(OCTETS, sec1));
  }

  /** The name of the curve: what is in the parameters, behind version and number. */
  private static byte[] curve(byte[] sec1) {
    int at = bodyAt(sec1, 0);
    while (at >= 0 && at + 1 < sec1.length) {
      int body = bodyAt(sec1, at);
      int end = body < 0 ? -1 : body + length(sec1, at);
      if (end < 0 || end > sec1.length) {
        return new byte[0];
      }
      if ((sec1[at] & 0xFF) == PARAMETERS) {
        return Arrays.copyOfRange(sec1, body, end);
      }
      at = end;
    }
    return new byte[0];
  }

  /** Where the value begins that has its tag here; negative where none does. */
  private static int bodyAt(byte[] der, int tag) {
    if (tag + 1 >= der.length) {
      return -1;
    }
    int first = der[tag + 1] & 0xFF;
    return tag + 2 + (first < 0x80 ? 0 : first & 0x7F);
  }

  private static int length(byte[] der, int tag) {
    int first = der[tag + 1] & 0xFF;
    int length = first < 0x80 ? first : 0;
    for (int i = 0; first >= 0x80 && i < Math.min(3, first & 0x7F); i++) {
      length = tag + 2 + i < der.length ? (length << 8) | (der[tag + 2 + i] & 0xFF) : der.length;
    }
    return length;
  }

  private static byte[] value(int tag, byte[]... parts) {
    int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    if (length < 0x80) {
      out.write(length);
    } else {
      out.write(0x83);
      out.write(length >> 16);
      out.write(length >> 8);
      out.write(length);
    }
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
