// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.meter;

import io.keplerotel.agent.model.Energies;

/** What a subject has used. One object for all of a collection, so that none is made for each. */
final class Use {
  private static final Energies NOTHING = new Energies(new long[0], new long[0], 0);

  /** Since its counters began. */
  Energies energies = NOTHING;

  /** On-CPU time since its counters began, µs. */
  long cpuUs;

  /** Time on GPUs since its counters began, µs. */
  long gpuUs;

  /** In the last seconds. */
  Energies recent = NOTHING;

  /** On-CPU time in the last seconds, µs. */
  long recentCpuUs;

  /** How long the last seconds were, ns; 0 before there are two ticks. */
  long recentNs;
}
