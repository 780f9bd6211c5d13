// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.ipmi;

import io.keplerotel.agent.linux.ipmi.IpmiException;
import io.keplerotel.agent.linux.ipmi.IpmiTransport;
import io.keplerotel.agent.model.Reading;
import io.keplerotel.agent.model.Zone;
import io.keplerotel.agent.power.remote.MachineMeter;
import io.keplerotel.agent.power.remote.MeterUnit;
import io.keplerotel.agent.power.remote.RemoteException;
import java.util.List;

/**
 * The command "Get Power Reading" of DCMI 1.5 (section 6.6.1): what the whole machine uses now, W.
 */
final class DcmiMeter implements MachineMeter {
  private static final int NET_FUNCTION = 0x2C;
  private static final int COMMAND = 0x02;
  private static final byte GROUP = (byte) 0xDC;
  private static final byte SYSTEM_POWER = 0x01;

  private static final int DONE = 0x00;
  private static final int BUSY = 0xC0;
  private static final int INVALID_COMMAND = 0xC1;
  private static final int TIMEOUT = 0xC3;
  private static final int NO_PRIVILEGE = 0xD4;

  /** Completion code, group, four powers, time, period, state. */
  private static final int ANSWER_BYTES = 19;

  private static final int POWER = 2;
  private static final int STATE = 18;
  private static final int ACTIVE = 1 << 6;

  private final IpmiTransport bmc;
  private final String name;

  /**
   * Nothing is asked yet.
   *
   * @param name of the device, for messages
   */
  DcmiMeter(IpmiTransport bmc, String name) {
    this.bmc = bmc;
    this.name = name;
  }

  @Override
  public Reading read(Zone zone) throws RemoteException {
    byte[] answer = ask();
    check(answer);
    int watts = Byte.toUnsignedInt(answer[POWER]) | Byte.toUnsignedInt(answer[POWER + 1]) << 8;
    return MeterUnit.WATT.reading(zone, where(), List.of(Integer.toString(watts)));
  }

  private byte[] ask() throws RemoteException {
    try {
      return bmc.ask(NET_FUNCTION, COMMAND, new byte[] {GROUP, SYSTEM_POWER, 0, 0});
    } catch (IpmiException e) {
      throw new RemoteException(e.getMessage());
    }
  }

  private void check(byte[] answer) throws RemoteException {
    int code = answer.length == 0 ? DONE : Byte.toUnsignedInt(answer[0]);
    if (code != DONE) {
      throw new RemoteException(where() + " " + words(code));
    }
    if (answer.length < ANSWER_BYTES || answer[1] != GROUP) {
      throw new RemoteException(
          "%s answers with %d bytes that are no power reading of DCMI"
              .formatted(where(), answer.length));
    }
    if ((answer[STATE] & ACTIVE) == 0) {
      throw new RemoteException(
          where()
              + " does not measure power at present (its power reading is not active); see its power management settings");
    }
  }

  private String where() {
    return "the BMC behind " + name;
  }

  private static String words(int code) {
    return switch (code) {
      case BUSY, TIMEOUT -> "is busy (0x%02X); it is asked again".formatted(code);
      case INVALID_COMMAND ->
          "knows no power reading (DCMI; 0xC1); where it has Redfish, set power.redfish.url, else do without ipmi";
      case NO_PRIVILEGE -> "does not permit power readings (0xD4); see its channel privileges";
      default -> "refuses a power reading (completion code 0x%02X)".formatted(code);
    };
  }
}
