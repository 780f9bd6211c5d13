// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power;

import io.keplerotel.agent.model.GpuState;
import java.util.List;

/** Whoever knows how the GPUs are. Never waits for them. Safe for any thread. */
public interface GpuStates {
  /** As they were lately; none of one that cannot be asked. */
  List<GpuState> present();
}
