// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.workload;

import io.keplerotel.agent.model.CgroupBirth;
import io.keplerotel.agent.model.TaskTime;
import io.keplerotel.agent.model.Workload;
import java.util.Collection;
import java.util.List;

/** Knows who a task works for. Used by the sampler's thread only. */
public interface Workloads {
  /** Takes in cgroups that were made since the last tick. */
  void born(List<CgroupBirth> births);

  /** Whose CPU time this is. */
  Workload of(TaskTime task);

  /** All workloads that exist now, whether they run or not. */
  Collection<Workload> live();
}
