// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.workload.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.config.PodLabels;
import io.keplerotel.agent.model.Workload;
import io.keplerotel.agent.workload.PodNames;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PodDirectoryTest {
  private static final long MINUTE_NS = 60_000_000_000L;

  private final PodDirectory directory = new PodDirectory(PodLabels.NONE);

  @Test
  void aContainerOfAKnownPodIsNamedAsFarAsItIsKnown() {
    directory.put(pod("u1", "web-1"));
    assertThat(podOf("unheard-of", "u1")).contains("web-1");
    assertThat(directory.ofContainer(container("unheard-of", "u1")).container()).isEmpty();
    assertThat(podOf("unheard-of", "u2")).isEmpty();
  }

  @Test
  void aRestartedContainerKeepsItsNameUnderBothIds() {
    directory.put(pod("u1", "web-1", "c1"));
    directory.put(pod("u1", "web-1", "c2"));
    directory.settle(Set.of("c1"), 0);
    directory.settle(Set.of("c1"), 10 * MINUTE_NS);
    assertThat(podOf("c1", "u1")).contains("web-1");
    assertThat(directory.ofContainer(container("c1", "u1")).container()).contains("app");
    assertThat(directory.ofContainer(container("c2", "u1")).container()).contains("app");
  }

  @Test
  void whatIsGoneIsKnownForAsLongAsItIsShownAndAMinuteLonger() {
    directory.put(pod("u1", "web-1", "c1"));
    directory.remove("u1");
    assertThat(directory.present()).isZero();
    for (int minute = 0; minute < 10; minute++) {
      directory.settle(Set.of("c1", "u1"), minute * MINUTE_NS);
    }
    assertThat(podOf("c1", "u1")).contains("web-1");
    directory.settle(Set.of(), 10 * MINUTE_NS);
    directory.settle(Set.of(), 11 * MINUTE_NS - 1);
    assertThat(podOf("c1", "u1")).contains("web-1");
    directory.settle(Set.of(), 11 * MINUTE_NS);
    assertThat(podOf("c1", "u1")).isEmpty();
    assertThat(directory.size()).isZero();
  }

  @Test
  void podsOfOneNameAreToldApartByTheirUid() {
    directory.put(pod("u1", "db-0", "c1"));
    directory.remove("u1");
    directory.put(pod("u2", "db-0", "c2"));
    assertThat(directory.ofContainer(container("c1", "u1")).pod().orElseThrow().uid())
        .isEqualTo("u1");
    assertThat(directory.ofContainer(container("c2", "u2")).pod().orElseThrow().uid())
        .isEqualTo("u2");
  }

  @Test
  void aListSaysWhoIsGone() {
    directory.replaceAll(List.of(pod("u1", "web-1", "c1"), pod("u2", "web-2", "c2")));
    directory.replaceAll(List.of(pod("u2", "web-2", "c2"), pod("u3", "web-3", "c3")));
    assertThat(directory.present()).isEqualTo(2);
    assertThat(podOf("c1", "u1")).contains("web-1");
  }

  @Test
  void tenThousandPodsThatComeAndGoLeaveNothing() {
    for (int i = 0; i < 10_000; i++) {
      directory.put(pod("u" + i, "p" + i, "c" + i));
      directory.remove("u" + i);
    }
    directory.settle(Set.of(), 0);
    directory.settle(Set.of(), MINUTE_NS);
    assertThat(directory.size()).isZero();
  }

  private Optional<String> podOf(String id, String uid) {
    return directory.ofContainer(container(id, uid)).pod().map(PodNames::name);
  }

  private static Workload.Container container(String id, String uid) {
    return new Workload.Container(id, "containerd", Optional.of(uid));
  }

  private static PodRecord pod(String uid, String name, String... ids) {
    StringBuilder statuses = new StringBuilder();
    for (String id : ids) {
      statuses
          .append(statuses.isEmpty() ? "" : ",")
          .append("{\"name\": \"app\", \"containerID\": \"containerd://" + id + "\"}");
    }
    return PodReaderTest.read(
        """
        {"metadata": {"uid": "%s", "namespace": "shop", "name": "%s"},
         "status": {"containerStatuses": [%s]}}"""
            .formatted(uid, name, statuses));
  }
}
