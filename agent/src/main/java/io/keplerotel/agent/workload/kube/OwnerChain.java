// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.workload.kube;

import io.keplerotel.agent.workload.Owner;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Whom a pod belongs to, from the pod alone: no other object is asked for. */
final class OwnerChain {
  private static final String POD_TEMPLATE_HASH = "pod-template-hash";

  /** A CronJob's Jobs are named after the minute they are due, in older clusters the second. */
  private static final Pattern CRON_JOB = Pattern.compile("(?<name>.+)-[0-9]{8,10}");

  private OwnerChain() {}

  /**
   * From the nearest to the topmost.
   *
   * @param kind of the owner that the pod itself names
   */
  static List<Owner> of(String kind, String name, Map<String, String> labels) {
    Owner nearest = new Owner(kind, name);
    return switch (kind) {
      // The machine that a static pod was found on.
      case "Node" -> List.of();
      case "ReplicaSet" -> replicaSet(nearest, labels.get(POD_TEMPLATE_HASH));
      case "Job" -> job(nearest);
      default -> List.of(nearest);
    };
  }

  private static List<Owner> replicaSet(Owner owner, @Nullable String hash) {
    String suffix = "-" + hash;
    return hash != null && owner.name().endsWith(suffix) && owner.name().length() > suffix.length()
        ? List.of(
            owner,
            new Owner(
                "Deployment", owner.name().substring(0, owner.name().length() - suffix.length())))
        : List.of(owner);
  }

  private static List<Owner> job(Owner owner) {
    Matcher matcher = CRON_JOB.matcher(owner.name());
    return matcher.matches()
        ? List.of(owner, new Owner("CronJob", matcher.group("name")))
        : List.of(owner);
  }
}
