// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.thread;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.testing.RecordingLogger;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LastingTurnTest {
  private final RecordingLogger logger = new RecordingLogger();
  private final List<String> told = new ArrayList<>();
  private Runnable next = () -> {};
  private final LastingTurn turn =
      new LastingTurn(
          () -> next.run(), failure -> told.add(failure.toString()), logger, "a turn failed");

  @Test
  void whateverATurnThrowsIsToldAndTheNextIsTaken() {
    next =
        () -> {
          throw new IllegalStateException("one");
        };
    turn.run();
    next =
        () -> {
          throw new StackOverflowError();
        };
    turn.run();
    turn.run();

    assertThat(told)
        .containsExactly(
            "java.lang.IllegalStateException: one",
            "java.lang.StackOverflowError",
            "java.lang.StackOverflowError");
    assertThat(logger.lines())
        .as("once for each reason")
        .containsExactly("ERROR a turn failed", "ERROR a turn failed");
  }

  @Test
  void aReasonThatComesBackAfterAGoodTurnIsSaidAgain() {
    Runnable bad =
        () -> {
          throw new IllegalStateException("one");
        };
    next = bad;
    turn.run();
    next = () -> {};
    turn.run();
    next = bad;
    turn.run();

    assertThat(logger.lines()).hasSize(2);
  }

  @Test
  void whoIsToldAndThrowsEndsNothingEither() {
    LastingTurn worse =
        new LastingTurn(
            () -> {
              throw new IllegalStateException("one");
            },
            failure -> {
              throw new AssertionError("two");
            },
            logger,
            "a turn failed");
    worse.run();

    assertThat(logger.lines()).hasSize(2);
  }
}
