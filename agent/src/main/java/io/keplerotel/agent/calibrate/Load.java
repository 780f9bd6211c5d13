// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.calibrate;

import java.util.Optional;

/** Keeps the CPUs busy. */
public interface Load extends AutoCloseable {
  /** From now on, this part of all hardware threads' time, 0–1. */
  void set(double utilization);

  /** Why it does not any more; empty where it works. */
  Optional<String> failure();

  /** Ends it. */
  @Override
  void close();
}
