// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.hwmon;

import io.keplerotel.agent.linux.fs.HostFiles;
import io.keplerotel.agent.linux.fs.SensorFile;
import io.keplerotel.agent.linux.fs.UnreadableException;
import io.keplerotel.agent.linux.fs.UnreadableException.Reason;
import io.keplerotel.agent.model.Fault;
import io.keplerotel.agent.model.Reading;
import io.keplerotel.agent.model.TickLoad;
import io.keplerotel.agent.power.Discovery;
import io.keplerotel.agent.power.PowerReading;
import io.keplerotel.agent.power.PowerSource;
import java.util.ArrayList;
import java.util.List;

/** Reads the sensors of the hwmon class of which a rule says what they measure. */
public final class HwmonSource implements PowerSource {
  /** Its key in the configuration. */
  public static final String NAME = "hwmon";

  private static final System.Logger LOG = System.getLogger(HwmonSource.class.getName());
  private static final long SEARCH_AGAIN_NS = 60_000_000_000L;

  /** A driver that is loaded again gives its chip another number. */
  private static final long SEARCH_MISSING_NS = 5_000_000_000L;

  private static final int MOST_SHOWN = 8;

  private final HostFiles files;
  private final SensorFile reader;
  private final ChipSearch search;
  private final SensorChoice choice;
  private final SensorBoard board;
  private List<Fault> searchFaults = List.of();
  private List<String> unknown = List.of();
  private long sinceSearchNs;
  private boolean missing;

  /** Reads this machine's files. */
  HwmonSource(HostFiles files, List<Rule> userRules) {
    this(files, userRules, new SensorFile());
  }

  /** Reads by a reader that may answer as some driver does. */
  HwmonSource(HostFiles files, List<Rule> userRules, SensorFile reader) {
    this.files = files;
    this.reader = reader;
    this.search = new ChipSearch(reader);
    this.choice = new SensorChoice(userRules, reader);
    this.board = new SensorBoard(reader);
  }

  @Override
  public Discovery discover() {
    search();
    if (!board.sensors().isEmpty()) {
      return Discovery.of(board.sensors().stream().map(Sensor::zone).toList());
    }
    if (!searchFaults.isEmpty()) {
      return Discovery.none(searchFaults.getFirst().message());
    }
    return unknown.isEmpty()
        ? Discovery.absent("this machine has no power sensor")
        : Discovery.none(
            "no rule says what these sensors measure: %s; power.hwmon.rules can"
                .formatted(
                    String.join(", ", unknown.subList(0, Math.min(MOST_SHOWN, unknown.size())))));
  }

  private void search() {
    sinceSearchNs = 0;
    missing = false;
    ChipSearch.Result found = search.search(files.hwmon());
    searchFaults = found.faults();
    if (found.chips().isEmpty()) {
      return; // Most virtual machines: what follows need not even be loaded.
    }
    SensorChoice.Result chosen = choice.choose(found.chips());
    board.put(chosen.fits());
    if (!chosen.unknown().equals(unknown)) {
      unknown = chosen.unknown();
      LOG.log(System.Logger.Level.DEBUG, "not counted, as no rule speaks of them: {0}", unknown);
    }
  }

  /** Reads, and looks for new sensors once a minute; sooner where one is gone. */
  @Override
  public PowerReading read(TickLoad load) {
    sinceSearchNs += load.elapsedNs();
    if (sinceSearchNs >= (missing ? SEARCH_MISSING_NS : SEARCH_AGAIN_NS)) {
      search();
    }
    List<Reading> readings = new ArrayList<>();
    List<Fault> faults = new ArrayList<>(searchFaults);
    for (Sensor sensor : board.sensors()) {
      try {
        readings.add(sensor.read(reader, load));
      } catch (UnreadableException e) {
        missing |= e.reason() == Reason.MISSING;
        faults.add(new Fault(sensor.zone().id(), e.getMessage()));
      }
    }
    return new PowerReading(readings, faults);
  }
}
