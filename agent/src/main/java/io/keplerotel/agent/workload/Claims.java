// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.workload;

import io.keplerotel.agent.model.CgroupBirth;
import io.keplerotel.agent.model.Workload;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Cgroups of the v2 hierarchy that belong to somebody whatever their names say. */
final class Claims {
  private final Map<CgroupBirth, Workload> claimed = new LinkedHashMap<>();

  void add(CgroupBirth cgroup, Workload workload) {
    claimed.put(cgroup, workload);
  }

  /**
   * Who has claimed a cgroup, or one above it.
   *
   * @param path where it is known
   */
  Optional<Workload> of(long id, Optional<String> path) {
    for (Map.Entry<CgroupBirth, Workload> claim : claimed.entrySet()) {
      String top = claim.getKey().path() + "/";
      if (claim.getKey().id() == id || path.filter(below -> below.startsWith(top)).isPresent()) {
        return Optional.of(claim.getValue());
      }
    }
    return Optional.empty();
  }
}
