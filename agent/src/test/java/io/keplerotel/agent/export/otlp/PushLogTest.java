// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.export.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.export.otlp.PushAnswer.Outcome;
import io.keplerotel.agent.testing.RecordingLogger;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Changes are told, with a damper. */
class PushLogTest {
  private static final PushAnswer OK = new PushAnswer(Outcome.ACCEPTED, 0, "");
  private static final PushAnswer REFUSED =
      new PushAnswer(Outcome.FAILED, 0, "Failed to connect to /127.0.0.1:4317");

  private final RecordingLogger logger = new RecordingLogger();
  private long nowNs;
  private final PushLog log =
      new PushLog(
          logger,
          () -> nowNs,
          new Destination(URI.create("http://collector:4318/v1/metrics"), Map::of));

  @Test
  void aFlappingEndpointIsAFewLinesAndNotFifty() {
    for (int push = 0; push < 90; push++) {
      log.report(push % 2 == 0 ? REFUSED : OK);
      nowNs += Duration.ofSeconds(10).toNanos();
    }
    assertThat(logger.lines()).hasSizeBetween(5, 8);
    assertThat(logger.lines().get(3)).contains("this changes often: told less from now on");
    assertThat(logger.lines().get(4)).contains("times before, unsaid");
  }

  @Test
  void anEndingOutageIsToldAtOnceAndOnce() {
    for (int push = 0; push < 50; push++) {
      log.report(REFUSED);
    }
    log.report(OK);
    log.report(OK);
    assertThat(logger.lines()).hasSize(2);
    assertThat(logger.lines().get(1))
        .contains("the Collector at http://collector:4318/v1/metrics accepts metrics again");
  }

  @Test
  void anotherReasonIsAChangeAndOtherNumbersAreNot() {
    log.report(new PushAnswer(Outcome.FAILED, 0, "HTTP 503: try again in 17 s"));
    log.report(new PushAnswer(Outcome.FAILED, 0, "HTTP 503: try again in 9 s"));
    log.report(new PushAnswer(Outcome.UNAUTHORIZED, 0, "HTTP 401 Unauthorized"));
    log.report(new PushAnswer(Outcome.PARTLY, 17, "too old"));
    log.report(new PushAnswer(Outcome.PARTLY, 18, "too old"));
    assertThat(logger.lines()).hasSize(3);
    assertThat(logger.lines().get(1))
        .contains("HTTP 401 Unauthorized", "OTEL_EXPORTER_OTLP_HEADERS");
    assertThat(logger.lines().get(2)).contains("rejects some, 17 points of this push: too old");
  }

  @Test
  void theStateThatWasKeptBackIsToldWhenThereIsRoomAgain() {
    List.of(REFUSED, OK, REFUSED, OK, REFUSED).forEach(log::report);
    assertThat(logger.lines()).hasSize(4);
    nowNs += Duration.ofMinutes(10).toNanos();
    log.report(REFUSED);
    assertThat(logger.lines()).hasSize(5);
    assertThat(logger.lines().get(4)).contains("cannot push metrics");
  }
}
