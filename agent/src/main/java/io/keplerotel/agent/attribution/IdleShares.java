// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.attribution;

import io.keplerotel.agent.model.IdlePolicy;
import io.keplerotel.agent.model.UsageKind;
import io.keplerotel.agent.model.Workload;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongBiFunction;

/**
 * Who takes part in idle energy, and by which weight.
 *
 * @param sharers those who take part
 * @param weight of each, in a zone that is divided by this kind of use
 */
record IdleShares(
    List<WorkloadAccount> sharers, ToLongBiFunction<WorkloadAccount, UsageKind> weight) {
  /** What a container counts that has requested nothing: the kernel's least share of CPU. */
  static final long NO_REQUEST_MILLICORES = 2;

  /** What kernel threads, and processes outside of containers, count each. */
  static final long HOST_MILLICORES = 100;

  /** By the policy. */
  static IdleShares of(
      IdlePolicy policy,
      List<WorkloadAccount> live,
      List<WorkloadAccount> running,
      Map<String, Long> cpuRequests) {
    return switch (policy) {
      case EVEN -> new IdleShares(live, (account, kind) -> 1);
      case REQUESTS -> new IdleShares(live, (account, kind) -> requested(account, cpuRequests));
      case USAGE -> new IdleShares(running, WorkloadAccount::tickUse);
      case NONE -> new IdleShares(List.of(), (account, kind) -> 0);
    };
  }

  private static long requested(WorkloadAccount account, Map<String, Long> cpuRequests) {
    if (account.workload instanceof Workload.Pseudo) {
      return HOST_MILLICORES;
    }
    Long millicores = cpuRequests.get(account.workload.id());
    return millicores == null ? NO_REQUEST_MILLICORES : Math.max(millicores, NO_REQUEST_MILLICORES);
  }
}
