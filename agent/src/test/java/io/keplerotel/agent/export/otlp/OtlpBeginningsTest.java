// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.export.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.export.otlp.Received.Point;
import io.keplerotel.agent.meter.KnownNames;
import io.keplerotel.agent.meter.Snapshots;
import io.keplerotel.agent.model.Workload;
import io.keplerotel.agent.workload.PodNames;
import io.keplerotel.agent.workload.WorkloadNames;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/**
 * Who ingests start times takes a series for one that began at 0 then, and would count again what
 * was pushed under other labels before.
 */
class OtlpBeginningsTest {
  private static final String PROCESS = "kepler.process.energy";
  private static final String CONTAINER = "kepler.container.energy";

  @Test
  void aProcessThatIsPushedUnderANewNameHasNoBeginning() throws Exception {
    Predicate<Point> sh = point -> "100".equals(point.attributes().get("process.pid"));
    try (Receiver receiver = Receiver.http();
        OtlpFixture otlp = new OtlpFixture(Snapshots.at(1), receiver.settings())) {
      assertThat(receiver.nextWith(PROCESS).of(PROCESS, sh))
          .isNotEmpty()
          .allSatisfy(point -> assertThat(point.data().getStartTimeUnixNano()).isPositive());
      otlp.snapshot.set(Snapshots.renamed(2));
      Predicate<Point> renamed = sh.and(point -> point.attributes().toString().contains("renamed"));
      assertThat(nextOf(receiver, PROCESS, renamed))
          .allSatisfy(point -> assertThat(point.data().getStartTimeUnixNano()).isZero());
    }
  }

  @Test
  void aContainerWhosePodIsKnownLaterHasNoBeginning() throws Exception {
    Changing names = new Changing();
    Predicate<Point> web = point -> Snapshots.WEB.id().equals(point.resource().get("container.id"));
    try (Receiver receiver = Receiver.http();
        OtlpFixture otlp = new OtlpFixture(Snapshots.at(1), receiver.settings(), names)) {
      assertThat(receiver.nextWith(CONTAINER).of(CONTAINER, web))
          .isNotEmpty()
          .allSatisfy(point -> assertThat(point.data().getStartTimeUnixNano()).isPositive());
      names.now = KnownNames.of("shop", "web-1", "nginx");
      otlp.snapshot.set(Snapshots.at(2));
      Predicate<Point> named =
          web.and(point -> "web-1".equals(point.resource().get("k8s.pod.name")));
      assertThat(nextOf(receiver, CONTAINER, named))
          .allSatisfy(point -> assertThat(point.data().getStartTimeUnixNano()).isZero());
    }
  }

  private static List<Point> nextOf(Receiver receiver, String metric, Predicate<Point> filter)
      throws Exception {
    List<Point> points = List.of();
    while (points.isEmpty()) {
      points = receiver.nextWith(metric).of(metric, filter);
    }
    return points;
  }

  private static final class Changing implements WorkloadNames {
    private volatile WorkloadNames now = WorkloadNames.unknown();

    @Override
    public Names ofContainer(Workload.Container container) {
      return now.ofContainer(container);
    }

    @Override
    public Optional<PodNames> ofPod(String podUid) {
      return now.ofPod(podUid);
    }
  }
}
