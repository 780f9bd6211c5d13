// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.meter;

import io.keplerotel.agent.model.Reading;
import io.keplerotel.agent.model.Zone;
import io.keplerotel.agent.power.remote.MachineMeter;
import io.keplerotel.agent.power.remote.MeterUnit;
import io.keplerotel.agent.power.remote.RemoteException;
import java.util.List;

/** A meter whose value stands in a text. */
final class FoundMeter implements MachineMeter {
  private final Origin origin;
  private final Finder finder;
  private final MeterUnit unit;
  private int most;

  FoundMeter(Origin origin, Finder finder, MeterUnit unit) {
    this.origin = origin;
    this.finder = finder;
    this.unit = unit;
  }

  @Override
  public Reading read(Zone zone) throws RemoteException {
    Content content = origin.content();
    List<String> values = finder.find(content);
    if (values.size() < most) {
      throw new RemoteException(
          "%s has %d of %d series, so the rest of the machine's power is not known"
              .formatted(content.name(), values.size(), most));
    }
    most = values.size();
    return unit.reading(zone, content.name(), values);
  }
}
