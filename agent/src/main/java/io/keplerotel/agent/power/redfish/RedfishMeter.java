// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.redfish;

import io.keplerotel.agent.model.Reading;
import io.keplerotel.agent.model.Zone;
import io.keplerotel.agent.power.remote.JsonText;
import io.keplerotel.agent.power.remote.MachineMeter;
import io.keplerotel.agent.power.remote.RemoteCalls.Answer;
import io.keplerotel.agent.power.remote.RemoteException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the power of one chassis, by one question where it was found once. */
final class RedfishMeter implements MachineMeter {
  private final Bmc bmc;
  private final PlaceSearch search;
  private @Nullable Place place;

  RedfishMeter(Bmc bmc, Optional<String> chassis) {
    this.bmc = bmc;
    this.search = new PlaceSearch(bmc, chassis);
  }

  @Override
  public Reading read(Zone zone) throws RemoteException {
    Place known = place == null ? search.find() : place;
    place = known;
    Answer answer = bmc.get(known.path());
    if (answer.isMissing()) {
      place = null;
    }
    JsonText json = JsonText.parse(answer.name(), answer.text());
    String where = answer.name() + " at " + known.pointer();
    Optional<String> value = json.value(known.pointer());
    if (value.isEmpty()) {
      place = null;
      throw new RemoteException(where + " has no value now; it is looked for again");
    }
    return known.unit().reading(zone, where, List.of(value.get()));
  }
}
