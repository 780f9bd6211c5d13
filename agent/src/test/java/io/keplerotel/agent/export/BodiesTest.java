// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keplerotel.agent.export.Answer.Made;
import java.util.function.Supplier;
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
