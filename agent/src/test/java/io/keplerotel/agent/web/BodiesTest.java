// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keplerotel.agent.web.Answer.Made;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BodiesTest {
  @ParameterizedTest
  @ValueSource(strings = {"IllegalState", "StackOverflow", "Internal"})
  void theThreadThatMakesBodiesGoesOnAfterOneThatThrew(String kind) throws Exception {
    try (Bodies bodies = new Bodies()) {
      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(() -> bodies.of(Made.text("bad", failing(kind))))
            .isInstanceOf(Bodies.RefusedException.class);
      }
      assertThat(bodies.of(Made.text("good", () -> "text"))).isNotNull();
    }
  }

  /** Seen once in a busy run of the tests: a second scrape got the first one's body. */
  @Test
  void whoAsksAfterAnAnswerGetsANewOne() throws Exception {
    AtomicInteger made = new AtomicInteger();
    try (Bodies bodies = new Bodies()) {
      for (int i = 1; i <= 5_000; i++) {
        bodies.of(Made.text("same", () -> "body " + made.incrementAndGet()));
        assertThat(made).hasValue(i);
      }
    }
  }

  private static Supplier<String> failing(String kind) {
    return () -> {
      switch (kind) {
        case "IllegalState" -> throw new IllegalStateException("on purpose");
        case "StackOverflow" -> throw new StackOverflowError("on purpose");
        default -> throw new InternalError("on purpose");
      }
    };
  }
}
