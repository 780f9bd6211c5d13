// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.meter;

import io.keplerotel.agent.model.ProcessKey;
import io.keplerotel.agent.model.Snapshot.ProcessEnergy;
import io.keplerotel.agent.model.Workload;
import java.util.Optional;

/** What the label sets of a process depend on. */
record ProcessIdentity(ProcessKey key, Optional<Workload> workload, String command) {
  /** Command, and pid in Kepler's dialect, of all processes that are not shown. */
  static final String OTHER = "other";

  ProcessIdentity(ProcessEnergy process) {
    this(process.process(), process.workload(), process.command());
  }

  /** Whether this stands for all processes that are not shown. */
  boolean others() {
    return key.pid() == 0;
  }
}
