// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/**
 * A BMC that knows DCMI's power reading, for QEMU's device {@code ipmi-bmc-extern}: {@code java
 * Bmc.java SOCKET WATTS}. Serves one guest, and ends with it.
 *
 * <p>QEMU speaks OpenIPMI's protocol for virtual machines: a message, its checksum, 0xA0; or a
 * command about the machine, 0xA1. These two and 0xAA are written as 0xAA and the byte with bit 4.
 */
final class Bmc {
  private static final int MESSAGE_END = 0xA0;
  private static final int COMMAND_END = 0xA1;
  private static final int ESCAPE = 0xAA;
  private static final int ESCAPED_BIT = 0x10;

  private static final int APP = 0x06;
  private static final int GROUP = 0x2C;
  private static final int DCMI = 0xDC;
  private static final int[] INVALID_COMMAND = {0xC1};

  private Bmc() {}

  public static void main(String[] arguments) throws IOException {
    int watts = Integer.parseInt(arguments[1]);
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(Path.of(arguments[0])));
      try (SocketChannel guest = server.accept()) {
        serve(Channels.newInputStream(guest), Channels.newOutputStream(guest), watts);
      }
    }
  }

  private static void serve(InputStream in, OutputStream out, int watts) throws IOException {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    for (int next = in.read(); next >= 0; next = in.read()) {
      switch (next) {
        case MESSAGE_END -> {
          out.write(answer(message.toByteArray(), watts));
          message.reset();
        }
        case COMMAND_END -> message.reset();
        case ESCAPE -> message.write(in.read() & ~ESCAPED_BIT);
        default -> message.write(next);
      }
    }
  }

  /** Sequence number, network function with LUN, command; the answer's function is odd. */
  private static byte[] answer(byte[] question, int watts) {
    int function = Byte.toUnsignedInt(question[1]) >> 2;
    int command = Byte.toUnsignedInt(question[2]);
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    answer.write(question[0]);
    answer.write(question[1] | 1 << 2);
    answer.write(command);
    for (int each : content(function, command, watts)) {
      answer.write(each);
    }
    return framed(answer.toByteArray());
  }

  /** Completion code and data, as far as the kernel's driver and the agent ask. */
  private static int[] content(int function, int command, int watts) {
    if (function == GROUP && command == 0x02) {
      int low = watts & 0xFF;
      int high = watts >> 8;
      // Now, least, most, mean; no time; over 1 s; measuring.
      return new int[] {
        0, DCMI, low, high, low, high, low, high, low, high, 0, 0, 0, 0, 0xE8, 3, 0, 0, 0x40
      };
    }
    if (function != APP) {
      return INVALID_COMMAND;
    }
    return switch (command) {
      // Device id: a BMC of IPMI 2.0 without a maker.
      case 0x01 -> new int[] {0, 0x20, 0x01, 0x01, 0x00, 0x02, 0x00, 0, 0, 0, 0, 0};
      // Global enables are set; flags of messages are cleared.
      case 0x2E, 0x30 -> new int[] {0};
      // Neither interrupts nor a buffer of events; no flags.
      case 0x2F, 0x31 -> new int[] {0, 0};
      default -> INVALID_COMMAND;
    };
  }

  private static byte[] framed(byte[] message) {
    ByteArrayOutputStream framed = new ByteArrayOutputStream();
    int sum = 0;
    for (byte each : message) {
      sum += each;
      escape(each, framed);
    }
    escape(-sum, framed);
    framed.write(MESSAGE_END);
    return framed.toByteArray();
  }

  private static void escape(int value, ByteArrayOutputStream framed) {
    int octet = value & 0xFF;
    if (octet == MESSAGE_END || octet == COMMAND_END || octet == ESCAPE) {
      framed.write(ESCAPE);
      octet |= ESCAPED_BIT;
    }
    framed.write(octet);
  }
}
