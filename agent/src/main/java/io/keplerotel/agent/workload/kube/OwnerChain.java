// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.workload.kube;

import io.keplerotel.agent.workload.Owner;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Whom a pod belongs to, from the pod alone: no other object is asked for. */
final class OwnerChain {
  private static final String POD_TEMPLATE_HASH = "pod-template-hash";

  private static final Pattern NUMBERED = Pattern.compile("(?<name>.+)-(?<number>[0-9]{8,10})");

  /** A Job's pod may be started again for days; nobody names a Job after a time to come. */
  private static final Duration MOST_AFTER = Duration.ofDays(7);

  private static final Duration MOST_BEFORE = Duration.ofHours(1);

  private OwnerChain() {}

  /**
   * From the nearest to the topmost.
   *
   * @param nearest the owner that the pod itself names
   * @param created when the pod was
   */
  static List<Owner> of(Owner nearest, Map<String, String> labels, Optional<Instant> created) {
    return switch (nearest.kind()) {
      // The machine that a static pod was found on.
      case "Node" -> List.of();
      case "ReplicaSet" -> replicaSet(nearest, labels.get(POD_TEMPLATE_HASH));
      case "Job" -> job(nearest, created);
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

  /**
   * A CronJob's Jobs are named after the minute they are due, in older clusters the second. A
   * number that is not near the time at which the pod was made is somebody's date or version.
   */
  private static List<Owner> job(Owner owner, Optional<Instant> created) {
    Matcher matcher = NUMBERED.matcher(owner.name());
    if (!matcher.matches() || created.isEmpty()) {
      return List.of(owner);
    }
    long number = Long.parseLong(matcher.group("number"));
    return isNear(number * 60, created.get()) || isNear(number, created.get())
        ? List.of(owner, new Owner("CronJob", matcher.group("name")))
        : List.of(owner);
  }

  private static boolean isNear(long dueS, Instant created) {
    long afterS = created.getEpochSecond() - dueS;
    return afterS >= -MOST_BEFORE.toSeconds() && afterS <= MOST_AFTER.toSeconds();
  }
}
