// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.meter;

import io.keplerotel.agent.model.Workload;
import io.keplerotel.agent.workload.EnergyOwner;
import io.keplerotel.agent.workload.PodNames;
import io.keplerotel.agent.workload.WorkloadNames.Names;
import io.opentelemetry.api.common.Attributes;
import java.util.Optional;

/** What names a subject in one dialect: the labels that all of its points have. */
interface Identity {
  /** The machine, and what no workload claims of it. */
  Attributes node();

  /** A container, or what stands for one. */
  Attributes workload(Workload workload, Names names);

  /** The pod whose cgroup has this uid. */
  Attributes pod(String podUid, Optional<PodNames> names);

  /** The owner of pods, or what stands for one. */
  Attributes owner(EnergyOwner owner);

  /**
   * A process.
   *
   * @param names of its workload
   */
  Attributes process(ProcessIdentity process, Names names);

  /** When a process may be shown whose container waits for its name. */
  ProcessOrder processOrder();

  /** Whether a process has its container's names. */
  enum ProcessOrder {
    /** It has, and so is not shown before that one is. */
    AFTER_ITS_CONTAINER,
    AT_ONCE
  }
}
