// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.app;

import io.keplerotel.agent.calibrate.CalibrationException;
import io.keplerotel.agent.calibrate.Calibrator.Occasion;
import io.keplerotel.agent.calibrate.Meter;
import io.keplerotel.agent.config.EstimateUse;
import io.keplerotel.agent.config.Settings;
import io.keplerotel.agent.linux.fs.HostFiles;
import io.keplerotel.agent.model.Provenance;
import io.keplerotel.agent.power.PowerChoice;
import io.keplerotel.agent.power.PowerOffer;
import io.keplerotel.agent.power.estimated.calibration.OwnMachine;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;

/** What a calibration needs of this machine: its counters, and what it is. */
public final class Calibrating {
  private final Settings settings;
  private final HostFiles files;
  private final Set<PowerOffer> offers;
  private final OwnMachine machine;

  @Inject
  Calibrating(Settings settings, HostFiles files, Set<PowerOffer> offers) {
    this.settings = settings;
    this.files = files;
    this.offers = offers;
    this.machine = OwnMachine.read(files);
  }

  /** Hardware threads online. */
  public int threads() {
    return machine.fingerprint().threads();
  }

  /** This machine, now. */
  public Occasion occasion() {
    return new Occasion(
        machine.fingerprint(), "kepler-agent " + BuildIdentity.version(), Instant.now());
  }

  /**
   * Reads whatever measures; nothing is estimated.
   *
   * @throws CalibrationException if nothing does
   */
  public Meter meter() throws CalibrationException {
    PowerChoice choice = PowerChoice.of(settings.power().sources(), EstimateUse.NEVER, offers);
    String whyNot =
        choice.found().entrySet().stream()
            .filter(each -> each.getValue().whyNot().isPresent())
            .map(each -> each.getKey() + ": " + each.getValue().whyNot().get())
            .collect(Collectors.joining("; "));
    boolean none =
        offers.stream()
            .map(PowerOffer::card)
            .filter(card -> card.provenance() == Provenance.MEASURED)
            .map(card -> choice.found().get(card.name()))
            .allMatch(found -> found == null || found.zones().isEmpty());
    if (none) {
      throw new CalibrationException(
          "this machine has no energy counter%s; calibrate the host that it runs on, and give its file to this machine"
              .formatted(whyNot.isEmpty() ? "" : " (" + whyNot + ")"));
    }
    return new Meter(files, choice.cover(), threads());
  }
}
