// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.live;

import io.keplerotel.agent.live.LiveView.Kind;
import io.keplerotel.agent.live.LiveView.Past;
import io.keplerotel.agent.live.LiveView.Power;
import io.keplerotel.agent.live.LiveView.Row;
import io.keplerotel.agent.meter.KnownNames;
import io.keplerotel.agent.meter.NamedSnapshots;
import io.keplerotel.agent.meter.Snapshots;
import io.keplerotel.agent.workload.NamedSnapshot;
import io.keplerotel.agent.workload.WorkloadNames;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/** Views of hand-made snapshots. */
public final class Views {
  private static final int STEPS = 120;
  private static final WorkloadNames NAMES = KnownNames.of("shop", "web-5d4f8-x2x", "nginx");

  private Views() {}

  /** A node with a pod, a unit, and processes, over five seconds. */
  public static LiveView shop() {
    return of(NAMES);
  }

  /** The same where nobody knows names. */
  public static LiveView nameless() {
    return of(WorkloadNames.unknown());
  }

  /** Before the first tick. */
  public static LiveView empty() {
    NamedSnapshot named = NamedSnapshots.of(Snapshots.empty(), WorkloadNames.unknown());
    return new LiveReport("node-1", () -> named, () -> 4).view();
  }

  /** A node with so many pods, and ten minutes of which no two steps are the same. */
  public static LiveView pods(int count) {
    LiveView shop = shop();
    return new LiveView(
        shop.node(),
        shop.at(),
        shop.seconds(),
        shop.cpus(),
        shop.busyCpus(),
        shop.power(),
        shop.unattributed(),
        shop.total(),
        IntStream.rangeClosed(0, STEPS)
            .mapToObj(
                step ->
                    new Past(
                        Instant.parse(shop.at()).minusMillis((STEPS - step) * 5_003L).toString(),
                        new Power(31.7 + step % 7, 41.3 + 13 * step % 50)))
            .toList(),
        shop.zones(),
        IntStream.range(0, count)
            .mapToObj(
                i ->
                    new Row(
                        Kind.POD,
                        new UUID(i, i).toString(),
                        "",
                        "checkout-7d9f8b6c5-%05d".formatted(i),
                        "checkout-staging",
                        "Deployment checkout-with-a-long-name",
                        new Power(1.5, 300.0 / (i + 1)),
                        1e5 / (i + 1),
                        1.25))
            .toList());
  }

  private static LiveView of(WorkloadNames names) {
    NamedSnapshot named =
        NamedSnapshots.after(
            List.of(Snapshots.at(5), Snapshots.at(10)), NamedSnapshots.of(Snapshots.at(15), names));
    return new LiveReport("node-1", () -> named, () -> 4).view();
  }
}
