// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.status;

import io.keplerotel.agent.model.Fault;
import io.keplerotel.agent.model.Zone;
import io.keplerotel.agent.sampling.TickRecord;
import jakarta.inject.Inject;
import java.util.List;

/** Watches who reads which zones: tells the log, and whether the settings name what there is. */
final class PowerWatch {
  private final PowerLog log;
  private final IdlePowerCheck idlePower;

  @Inject
  PowerWatch(PowerLog log, IdlePowerCheck idlePower) {
    this.log = log;
    this.idlePower = idlePower;
  }

  /**
   * After a tick that was booked.
   *
   * @param zones all whose energy is counted
   * @return what is wrong with the settings
   */
  List<Fault> after(TickRecord tick, List<Zone> zones) {
    tick.takeovers().forEach(log::takeover);
    log.tick(tick.ticks(), tick.zonesBySource());
    return idlePower.faults(tick.ticks(), zones);
  }
}
