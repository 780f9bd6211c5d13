// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.app;

import io.keplerotel.agent.config.Settings;
import io.keplerotel.agent.doctor.Doctor;
import io.keplerotel.agent.doctor.Report;
import io.keplerotel.agent.doctor.Sources;
import io.keplerotel.agent.doctor.Surroundings;
import io.keplerotel.agent.doctor.Turns;
import io.keplerotel.agent.linux.fs.HostFiles;
import jakarta.inject.Inject;

/** What {@code doctor} needs of the agent: what it would be made of, none of it started. */
public final class Examining {
  private final Settings settings;
  private final Sources sources;

  @Inject
  Examining(Settings settings, Sources sources) {
    this.settings = settings;
    this.sources = sources;
  }

  /** Looks at everything, for some seconds. */
  public Report report() {
    HostFiles files = new HostFiles(settings.host().procfs(), settings.host().sysfs());
    Doctor doctor = new Doctor(settings, Surroundings.here(files), sources, Turns.real());
    return doctor.examine(BuildIdentity.version());
  }
}
