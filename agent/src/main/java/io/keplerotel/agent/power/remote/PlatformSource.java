// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.remote;

import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.model.Fault;
import io.keplerotel.agent.model.Provenance;
import io.keplerotel.agent.model.TickLoad;
import io.keplerotel.agent.model.UsageKind;
import io.keplerotel.agent.model.Zone;
import io.keplerotel.agent.power.Discovery;
import io.keplerotel.agent.power.PolledSource;
import io.keplerotel.agent.power.PolledSource.Pace;
import io.keplerotel.agent.power.PowerReading;
import io.keplerotel.agent.power.PowerSource;
import java.util.List;
import java.util.Optional;

/** A meter of the whole machine as a source with one zone, the platform. Its reading may wait. */
public final class PlatformSource implements PowerSource {
  private static final String PLATFORM = "platform";

  private final Zone zone;
  private final MachineMeter meter;

  private PlatformSource(String name, MachineMeter meter) {
    this.zone =
        new Zone(
            PLATFORM,
            Component.PLATFORM,
            "",
            Optional.empty(),
            name,
            Provenance.MEASURED,
            UsageKind.cpuTimeBetween(name));
    this.meter = meter;
  }

  /** A meter that a thread of its own reads. */
  public static PowerSource polled(String name, MachineMeter meter, Pace pace) {
    return new PolledSource(new PlatformSource(name, meter), name, pace);
  }

  @Override
  public Discovery discover() {
    return Discovery.of(List.of(zone));
  }

  @Override
  public PowerReading read(TickLoad load) {
    try {
      return new PowerReading(List.of(meter.read(zone)), List.of());
    } catch (RemoteException e) {
      return new PowerReading(List.of(), List.of(Fault.disabling(PLATFORM, e.getMessage())));
    }
  }
}
