// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.status;

import io.keplerotel.agent.attribution.Ledger;
import io.keplerotel.agent.sampling.FaultLog;
import jakarta.inject.Inject;

/** Tells ledger and log what the heap has room for. Belongs to the sampler's thread. */
public final class HeapReport {
  private static final String MEMORY = "memory";

  private final HeapRoom room;
  private final Ledger ledger;
  private final FaultLog faults;

  @Inject
  HeapReport(HeapRoom room, Ledger ledger, FaultLog faults) {
    this.room = room;
    this.ledger = ledger;
    this.faults = faults;
  }

  public void before() {
    ledger.processes(room.processes());
  }

  public void after() {
    faults.report(MEMORY, room.tick(), System.nanoTime());
  }
}
