// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.workload.kube;

import io.keplerotel.agent.workload.PodNames;
import io.keplerotel.agent.workload.WorkloadNames.Names;
import java.util.Map;

/**
 * All that is kept of a pod.
 *
 * @param cgroupUid the uid in the path of its cgroup
 * @param containers those that were made, by their ids
 */
record PodRecord(String cgroupUid, PodNames names, Map<String, ContainerRecord> containers) {
  /** Takes copies. */
  PodRecord {
    containers = Map.copyOf(containers);
  }

  /**
   * All that is kept of a container.
   *
   * @param millicores CPU that it has requested; 0 for none
   */
  record ContainerRecord(Names names, long millicores) {}
}
