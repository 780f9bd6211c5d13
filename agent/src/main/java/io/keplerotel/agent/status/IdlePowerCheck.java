// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.status;

import io.keplerotel.agent.config.Settings;
import io.keplerotel.agent.model.Fault;
import io.keplerotel.agent.model.Zone;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Whether {@code idle.power} names zones that this machine has. Used by the sampler's thread. */
public final class IdlePowerCheck {
  /** Sources need some ticks until they are believed. */
  private static final int PATIENCE_TICKS = 5;

  private final Collection<String> named;

  @Inject
  IdlePowerCheck(Settings settings) {
    this(settings.idle().powerUw().keySet());
  }

  IdlePowerCheck(Collection<String> named) {
    this.named = new TreeSet<>(named);
  }

  /**
   * A fault for each name that is no zone's.
   *
   * @param ticks how many there were
   * @param zones all that were seen so far
   */
  List<Fault> faults(long ticks, List<Zone> zones) {
    return ticks < PATIENCE_TICKS ? List.of() : faults(named, zones);
  }

  /**
   * The same at once, for whoever knows that there are no more zones.
   *
   * @param named zones whose idle power was given
   */
  public static List<Fault> faults(Collection<String> named, List<Zone> zones) {
    List<Fault> faults = new ArrayList<>();
    List<String> known = zones.stream().map(Zone::id).distinct().sorted().toList();
    for (String name : named) {
      if (!known.contains(name)) {
        faults.add(
            new Fault(
                "idle.power " + name,
                "idle.power names %s, which is no zone of this machine and has no effect; its zones: %s"
                    .formatted(name, known.stream().collect(Collectors.joining(", ")))));
      }
    }
    return faults;
  }
}
