// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.nvml;

import io.keplerotel.agent.linux.nvml.NvmlException;
import io.keplerotel.agent.model.Fault;
import java.util.List;

/** Finds whom a card works for. */
interface Users extends AutoCloseable {
  /** Asks; faults are added. Throws only where the card is lost. */
  GpuUse.Card poll(long elapsedNs, List<Fault> faults) throws NvmlException;

  /** Lets go of what it holds in NVML. */
  @Override
  void close() throws NvmlException;
}
