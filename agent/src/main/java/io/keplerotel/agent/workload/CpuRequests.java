// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.workload;

import io.keplerotel.agent.model.Workload;
import java.util.OptionalLong;

/** How much CPU containers have requested. */
public interface CpuRequests {
  /** Request of the container, millicores; empty where not known or none. */
  OptionalLong millicores(Workload.Container container);
}
