// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.meter.KnownNames;
import io.keplerotel.agent.meter.Snapshots;
import io.keplerotel.agent.model.Workload;
import io.keplerotel.agent.workload.NamedSnapshot.Resolved;
import io.keplerotel.agent.workload.WorkloadNames.Names;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NameResolverTest {
  private final Changing live = new Changing();
  private final NameResolver resolver = new NameResolver(live);

  @Test
  void namesAreInTheOrderOfTheSnapshot() {
    live.now = KnownNames.of("shop", "web-1", "nginx");
    Resolved names = resolver.resolve(Snapshots.at(1));
    assertThat(names.workloads().getFirst().names().container()).contains("nginx");
    assertThat(names.workloads().subList(1, 5))
        .allSatisfy(each -> assertThat(each.names()).isEqualTo(Names.UNKNOWN));
    assertThat(names.pods().getFirst().names().map(PodNames::name)).contains("web-1");
    assertThat(names.processes().getFirst()).isSameAs(names.workloads().getFirst());
    assertThat(names.processes().getLast().names()).isEqualTo(Names.UNKNOWN);
  }

  @Test
  void whatHasNotChangedStaysTheSameObject() {
    live.now = KnownNames.of("shop", "web-1", "nginx");
    Resolved first = resolver.resolve(Snapshots.at(1));
    live.now = KnownNames.of("shop", "web-1", "nginx"); // Equal, and other objects.
    Resolved second = resolver.resolve(Snapshots.at(2));
    for (int i = 0; i < first.workloads().size(); i++) {
      assertThat(second.workloads().get(i)).isSameAs(first.workloads().get(i));
    }
    assertThat(second.pods().getFirst()).isSameAs(first.pods().getFirst());
  }

  @Test
  void whoWaitsForANameIsHeldUntilItIsKnown() {
    live.now = KnownNames.waiting(Duration.ofMinutes(1));
    Resolved waiting = resolver.resolve(Snapshots.at(1));
    assertThat(waiting.workloads().getFirst().held()).isTrue();
    assertThat(waiting.pods().getFirst().held()).isTrue();
    assertThat(waiting.processes().getFirst().held()).isTrue();
    assertThat(waiting.workloads().getLast().held()).isFalse();
    live.now = KnownNames.of("shop", "web-1", "nginx");
    Resolved known = resolver.resolve(Snapshots.at(2));
    assertThat(known.workloads().getFirst().held()).isFalse();
    assertThat(known.pods().getFirst().held()).isFalse();
  }

  @Test
  void aProcessWhoseWorkloadIsGoneIsStillNamed() {
    live.now = KnownNames.of("shop", "web-1", "nginx");
    Resolved names = resolver.resolve(Snapshots.withoutWorkloads(1));
    assertThat(names.workloads()).isEmpty();
    assertThat(names.processes().getFirst().names().container()).contains("nginx");
  }

  private static final class Changing implements WorkloadNames {
    private WorkloadNames now = WorkloadNames.unknown();

    @Override
    public Names ofContainer(Workload.Container container) {
      return now.ofContainer(container);
    }

    @Override
    public Optional<PodNames> ofPod(String podUid) {
      return now.ofPod(podUid);
    }

    @Override
    public Duration hold() {
      return now.hold();
    }
  }
}
