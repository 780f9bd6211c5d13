// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.nvml;

import io.keplerotel.agent.linux.nvml.NvmlException;
import io.keplerotel.agent.model.Fault;
import io.keplerotel.agent.model.GpuState;
import io.keplerotel.agent.model.Reading;
import io.keplerotel.agent.model.TickLoad;
import io.keplerotel.agent.model.Zone;
import io.keplerotel.agent.power.Discovery;
import io.keplerotel.agent.power.PowerReading;
import io.keplerotel.agent.power.PowerSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads NVIDIA GPUs. All calls of NVML are made in {@link #discover} and {@link #read}, which may
 * block for as long as the driver does; whom the cards work for is left on the board. NVML is
 * closed and started again when a card or the driver was lost, and when cards come or go.
 */
public final class NvmlSource implements PowerSource {
  /** Its key in the configuration. */
  public static final String NAME = "nvml";

  private static final long LOOK_AGAIN_NS = 60_000_000_000L;
  private static final long COUNT_AGAIN_NS = 10_000_000_000L;
  private static final long SOON_NS = 5_000_000_000L;

  private final NvmlPlaces places;
  private final GpuBoard board;
  private final Map<String, Zone> known = new LinkedHashMap<>();
  private @Nullable NvmlCards open;
  private List<Fault> whyClosed = List.of();
  private long sinceLookNs;
  private long waitNs = LOOK_AGAIN_NS;

  /** Loads nothing before {@link #discover}. */
  public NvmlSource(NvmlPlaces places, GpuBoard board) {
    this.places = places;
    this.board = board;
  }

  @Override
  public Discovery discover() {
    if (!places.hasDriver()) {
      return Discovery.absent("no NVIDIA driver is loaded");
    }
    NvmlCards opened = open();
    if (opened == null) {
      return Discovery.none(whyClosed.getFirst().message());
    }
    return Discovery.of(opened.cards().stream().map(card -> card.zone).toList());
  }

  @Override
  public PowerReading read(TickLoad load) {
    sinceLookNs += load.elapsedNs();
    NvmlCards present = present();
    if (present == null) {
      publish(List.of(), List.of(), List.of());
      return new PowerReading(List.of(), whyClosed);
    }
    return read(present, load.elapsedNs());
  }

  /** The session that is open; opens one where it is time to. */
  private @Nullable NvmlCards present() {
    if (sinceLookNs < waitNs) {
      return open;
    }
    if (open == null) {
      return lookAgain();
    }
    sinceLookNs = 0;
    try {
      if (!open.hasChanged()) {
        return open;
      }
      close();
      return open();
    } catch (NvmlException e) {
      closed(e.getMessage());
      return null;
    }
  }

  private @Nullable NvmlCards lookAgain() {
    if (places.hasDriver()) {
      return open();
    }
    sinceLookNs = 0;
    whyClosed =
        known.isEmpty()
            ? List.of()
            : List.of(
                new Fault(
                    "driver",
                    "the NVIDIA driver is not loaded any more; its GPUs are not counted until it is"));
    return null;
  }

  private @Nullable NvmlCards open() {
    sinceLookNs = 0;
    try {
      NvmlCards opened = NvmlCards.open(places.libraries(), known);
      open = opened;
      whyClosed = List.of();
      waitNs = COUNT_AGAIN_NS;
      return opened;
    } catch (NvmlException e) {
      waitNs = Math.min(LOOK_AGAIN_NS, 2 * waitNs);
      whyClosed =
          List.of(
              Fault.disabling(
                  "library",
                  "NVML cannot be used: %s; tried again within a minute"
                      .formatted(e.getMessage())));
      return null;
    }
  }

  private PowerReading read(NvmlCards present, long elapsedNs) {
    List<Reading> readings = new ArrayList<>();
    List<Fault> faults = new ArrayList<>(present.faults());
    List<Fault> useFaults = new ArrayList<>();
    List<GpuUse.Card> uses = new ArrayList<>();
    List<GpuState> states = new ArrayList<>();
    for (NvmlCard card : present.cards()) {
      try {
        card.read(elapsedNs, faults).ifPresent(readings::add);
        uses.add(card.users(elapsedNs, useFaults));
        states.add(card.state());
      } catch (NvmlException e) {
        faults.add(lost(card, e));
        if (card.hasWorked()) {
          closed(e.getMessage());
          break;
        }
      }
    }
    faults.addAll(missing(present));
    publish(uses, useFaults, states);
    return new PowerReading(readings, faults);
  }

  private void publish(List<GpuUse.Card> uses, List<Fault> faults, List<GpuState> states) {
    board.publish(new GpuUse(board.latest().poll() + 1, uses, faults), states);
  }

  /** Cards that were there once. */
  private List<Fault> missing(NvmlCards present) {
    List<Fault> faults = new ArrayList<>();
    for (Zone zone : known.values()) {
      if (present.cards().stream().noneMatch(card -> card.zone.equals(zone))) {
        faults.add(
            new Fault(
                zone.id(),
                "GPU %s (%s) is gone; it is counted again when it comes back"
                    .formatted(zone.packageId(), zone.id())));
      }
    }
    return faults;
  }

  private static Fault lost(NvmlCard card, NvmlException e) {
    return new Fault(
        card.zone.id(),
        "GPU %s cannot be read: %s".formatted(card.zone.packageId(), e.getMessage()));
  }

  private void closed(String why) {
    close();
    waitNs = SOON_NS;
    whyClosed =
        List.of(
            new Fault(
                "session",
                "NVML is started again, since a GPU or the driver was lost: %s".formatted(why)));
  }

  private void close() {
    Optional.ofNullable(open).ifPresent(NvmlCards::close);
    open = null;
    sinceLookNs = 0;
  }
}
