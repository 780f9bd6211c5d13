// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.ipmi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keplerotel.agent.linux.ipmi.IpmiException;
import io.keplerotel.agent.linux.ipmi.IpmiTransport;
import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.model.Provenance;
import io.keplerotel.agent.model.Reading;
import io.keplerotel.agent.model.Zone;
import io.keplerotel.agent.power.remote.RemoteException;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Messages byte by byte, as DCMI 1.5, table 6-16, has them. */
class DcmiMeterTest {
  private static final Zone ZONE =
      new Zone("platform", Component.PLATFORM, "", Optional.empty(), "ipmi", Provenance.MEASURED);

  /** 344 W now, 4 least, 586 most, 312 mean, at a time, over 1,000 ms, active. */
  private static final String READING =
      "00 dc 5801 0400 4a02 3801 80b3a265 e8030000 40".replace(" ", "");

  @Test
  void thePresentPowerIsAskedForAndRead() throws Exception {
    StringBuilder asked = new StringBuilder();
    IpmiTransport bmc =
        (netFunction, command, data) -> {
          asked.append("%02x %02x ".formatted(netFunction, command));
          asked.append(HexFormat.of().formatHex(data));
          return HexFormat.of().parseHex(READING);
        };
    Reading reading = new DcmiMeter(bmc, "/dev/ipmi0").read(ZONE);
    assertThat(asked).hasToString("2c 02 dc010000");
    assertThat(((Reading.Power) reading).powerUw()).isEqualTo(344_000_000);
  }

  @Test
  void aPowerOfTwoHighBytesIsNotNegative() throws Exception {
    String large = READING.replace("dc5801", "dcf0c2");
    assertThat(((Reading.Power) meter(large).read(ZONE)).powerUw()).isEqualTo(49_904_000_000L);
  }

  @ParameterizedTest
  @CsvSource({
    "c1, knows no power reading (DCMI; 0xC1)",
    "c0, is busy (0xC0); it is asked again",
    "d4, does not permit power readings (0xD4)",
    "cb, refuses a power reading (completion code 0xCB)",
    "'', answers with 0 bytes",
    "00dc58, answers with 3 bytes",
    "00dd580104004a02380180b3a265e803000040, answers with 19 bytes that are no power reading",
    "00dc580104004a02380180b3a265e803000000, does not measure power at present",
    "00dc000004004a02380180b3a265e803000040, says 0 (W)",
    "00dcffff04004a02380180b3a265e803000040, says 65535 (W)"
  })
  void whatIsNoReadingIsNamed(String answer, String words) {
    assertThatThrownBy(() -> meter(answer).read(ZONE))
        .isInstanceOf(RemoteException.class)
        .message()
        .startsWith("the BMC behind /dev/ipmi0 ")
        .contains(words);
  }

  @Test
  void aDeviceThatCannotBeUsedSaysWhy() {
    IpmiTransport none =
        (netFunction, command, data) -> {
          throw new IpmiException("cannot use /dev/ipmi0: Permission denied; run as root");
        };
    assertThatThrownBy(() -> new DcmiMeter(none, "/dev/ipmi0").read(ZONE))
        .isInstanceOf(RemoteException.class)
        .hasMessage("cannot use /dev/ipmi0: Permission denied; run as root");
  }

  private static DcmiMeter meter(String answer) {
    return new DcmiMeter(
        (netFunction, command, data) -> HexFormat.of().parseHex(answer), "/dev/ipmi0");
  }
}
