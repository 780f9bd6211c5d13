// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.linux.ipmi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class IpmiDeviceTest {
  private static final byte[] DATA = HexFormat.of().parseHex("dc010000");

  @Test
  void aQuestionLiesInMemoryAsTheKernelReadsIt() {
    try (IpmiMessage question = IpmiMessage.question(7, 0x2C, 0x02, DATA)) {
      Memory memory = question.memory();
      assertThat(memory.getPointer(0).getByteArray(0, 8))
          .as("struct ipmi_system_interface_addr: type 12, channel 15, LUN 0")
          .isEqualTo(HexFormat.of().parseHex("0c0000000f000000"));
      assertThat(memory.getByteArray(8, 24))
          .as("address length, msgid, netfn, cmd, data length")
          .isEqualTo(
              HexFormat.of()
                  .parseHex("0800000000000000" + "0700000000000000" + "2c02040000000000"));
      assertThat(memory.getPointer(32).getByteArray(0, 4)).isEqualTo(DATA);
    }
  }

  @Test
  void anAnswerIsReadWhereTheKernelWritesIt() {
    try (IpmiMessage answer = IpmiMessage.answer()) {
      Memory memory = answer.memory();
      Pointer data = memory.getPointer(40);
      assertThat(memory.getShort(34)).as("room for data").isEqualTo((short) 272);
      data.setByte(0, (byte) 0xC1);
      memory.setLong(24, 9);
      memory.setShort(34, (short) 1);
      assertThat(answer.id()).isEqualTo(9);
      assertThat(answer.data()).isEqualTo(new byte[] {(byte) 0xC1});
    }
  }

  @Test
  void theRequestsAreThoseOfTheKernel() {
    // _IOR('i', 13, 40 bytes) and _IOWR('i', 11, 48 bytes), asm-generic/ioctl.h.
    assertThat(IpmiMessage.SEND_COMMAND).isEqualTo(2L << 30 | 40 << 16 | 'i' << 8 | 13);
    assertThat(IpmiMessage.RECEIVE_TRUNCATED).isEqualTo(3L << 30 | 48 << 16 | 'i' << 8 | 11);
  }

  @Test
  void aMachineWithoutABmcIsToldWhatToDo() {
    assertThatThrownBy(() -> device("/dev/there-is-none").ask(0x2C, 2, DATA))
        .isInstanceOf(IpmiException.class)
        .message()
        .contains("cannot use /dev/there-is-none: No such file or directory", "modprobe ipmi_si");
  }

  @Test
  void aDeviceOfAnotherKindIsRefused() {
    IpmiDevice device = device("/dev/null");
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> device.ask(0x2C, 2, DATA))
          .isInstanceOf(IpmiException.class)
          .hasMessageContaining("cannot use /dev/null: Inappropriate ioctl for device");
    }
  }

  private static IpmiDevice device(String path) {
    return new IpmiDevice(Path.of(path), Duration.ofMillis(50));
  }
}
