// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.linux.ipmi;

import com.sun.jna.Memory;

/**
 * The kernel's {@code struct ipmi_req} and {@code struct ipmi_recv} (include/uapi/linux/ipmi.h) on
 * a 64-bit machine, in one piece of memory with what they point to.
 */
final class IpmiMessage implements AutoCloseable {
  /** {@code _IOR('i', 13, struct ipmi_req)}. */
  static final long SEND_COMMAND = 0x8028690DL;

  /** {@code _IOWR('i', 11, struct ipmi_recv)}. */
  static final long RECEIVE_TRUNCATED = 0xC030690BL;

  private static final int SYSTEM_INTERFACE = 0x0C;
  private static final short BMC_CHANNEL = 0xF;
  private static final int ADDRESS_BYTES = 8;
  private static final int MOST_DATA = 272;

  // What follows the struct itself, which has at most 48 bytes.
  private static final int ADDRESS = 64;
  private static final int DATA = 128;

  private static final int RECEIVED_ID = 24;
  private static final int RECEIVED_LENGTH = 34;

  private final Memory memory = new Memory(DATA + MOST_DATA);

  private IpmiMessage() {
    memory.clear();
  }

  /** A question to the BMC of this machine. */
  static IpmiMessage question(long id, int netFunction, int command, byte[] data) {
    IpmiMessage message = new IpmiMessage();
    Memory memory = message.memory;
    memory.setInt(ADDRESS, SYSTEM_INTERFACE);
    memory.setShort(ADDRESS + 4L, BMC_CHANNEL);
    memory.write(DATA, data, 0, data.length);
    memory.setPointer(0, memory.share(ADDRESS));
    memory.setInt(8, ADDRESS_BYTES);
    memory.setLong(16, id);
    memory.setByte(24, (byte) netFunction);
    memory.setByte(25, (byte) command);
    memory.setShort(26, (short) data.length);
    memory.setPointer(32, memory.share(DATA));
    return message;
  }

  /** Room for an answer. */
  static IpmiMessage answer() {
    IpmiMessage message = new IpmiMessage();
    Memory memory = message.memory;
    memory.setPointer(8, memory.share(ADDRESS));
    memory.setInt(16, DATA - ADDRESS);
    memory.setShort(RECEIVED_LENGTH, (short) MOST_DATA);
    memory.setPointer(40, memory.share(DATA));
    return message;
  }

  Memory memory() {
    return memory;
  }

  /** Of an answer that came: to which question. */
  long id() {
    return memory.getLong(RECEIVED_ID);
  }

  /** Of an answer that came. */
  byte[] data() {
    int length = Math.min(memory.getShort(RECEIVED_LENGTH) & 0xFFFF, MOST_DATA);
    return memory.getByteArray(DATA, length);
  }

  @Override
  public void close() {
    memory.close();
  }
}
