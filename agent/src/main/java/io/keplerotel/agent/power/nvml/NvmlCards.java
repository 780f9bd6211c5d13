// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.nvml;

import io.keplerotel.agent.linux.nvml.NvmlDevice;
import io.keplerotel.agent.linux.nvml.NvmlException;
import io.keplerotel.agent.linux.nvml.NvmlSession;
import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.model.Fault;
import io.keplerotel.agent.model.Provenance;
import io.keplerotel.agent.model.UsageKind;
import io.keplerotel.agent.model.Zone;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A session of NVML, with the cards that were there when it began. */
final class NvmlCards implements AutoCloseable {
  /** Kepler's name of who measures it. */
  private static final String SOURCE = "nvidia";

  private final NvmlSession session;
  private final int count;
  private final List<NvmlCard> cards = new ArrayList<>();
  private final List<Fault> faults = new ArrayList<>();

  private NvmlCards(NvmlSession session, int count) {
    this.session = session;
    this.count = count;
  }

  /**
   * Starts NVML and looks for cards.
   *
   * @param places where the library may be
   * @param known all cards ever seen, by UUID; new ones are added
   */
  static NvmlCards open(List<String> places, Map<String, Zone> known) throws NvmlException {
    NvmlSession session = NvmlSession.open(places);
    try {
      NvmlCards cards = new NvmlCards(session, session.deviceCount());
      for (int index = 0; index < cards.count; index++) {
        cards.add(index, known);
      }
      return cards;
    } catch (NvmlException e) {
      session.close();
      throw e;
    }
  }

  /** Those that could be found. */
  List<NvmlCard> cards() {
    return List.copyOf(cards);
  }

  /** One for each that could not. */
  List<Fault> faults() {
    return List.copyOf(faults);
  }

  /** Whether cards were added or taken away since. */
  boolean hasChanged() throws NvmlException {
    return session.deviceCount() != count;
  }

  @Override
  public void close() {
    session.close();
  }

  private void add(int index, Map<String, Zone> known) {
    try {
      NvmlDevice device = session.device(index);
      String uuid = device.uuid();
      Zone zone = known.get(uuid);
      if (zone == null) {
        zone = zone(device, uuid, number(index, known));
      }
      cards.add(NvmlCard.of(device, zone));
      known.put(uuid, zone);
    } catch (NvmlException e) {
      faults.add(
          new Fault(
              "GPU index " + index,
              "the GPU with index %d cannot be used: %s".formatted(index, e.getMessage())));
    }
  }

  /** Its index, unless another card has had that, which may come back. */
  private static int number(int index, Map<String, Zone> known) {
    int number = index;
    while (isTaken(String.valueOf(number), known)) {
      number++;
    }
    return number;
  }

  private static boolean isTaken(String number, Map<String, Zone> known) {
    return known.values().stream().anyMatch(zone -> zone.packageId().equals(number));
  }

  private static Zone zone(NvmlDevice device, String uuid, int number) throws NvmlException {
    return new Zone(
        uuid.toLowerCase(Locale.ROOT),
        Component.GPU,
        String.valueOf(number),
        Optional.empty(),
        SOURCE,
        Provenance.MEASURED,
        UsageKind.gpuTime(device.pciAddress()),
        new Zone.Make(SOURCE, name(device)));
  }

  private static String name(NvmlDevice device) {
    try {
      return device.name();
    } catch (NvmlException e) {
      return ""; // A card without a name is measured all the same.
    }
  }
}
