// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartsTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 16_383, 16_384, 16_385, 50_000, 65_536})
  void whatWasWrittenIsSentAndRead(int count) throws Exception {
    byte[] bytes = new byte[count];
    new Random(count).nextBytes(bytes);
    Parts parts = new Parts();
    int from = 0;
    for (int size = 0; from < count; size = (size + 777) % 20_000) {
      int some = Math.min(size, count - from);
      parts.write(bytes, from, some);
      from += some;
      if (from < count) {
        parts.write(bytes[from++]);
      }
    }
    ByteArrayOutputStream sent = new ByteArrayOutputStream();
    parts.send(sent);
    assertThat(sent.toByteArray()).isEqualTo(bytes);
    assertThat(parts.read().readAllBytes()).isEqualTo(bytes);
    assertThat(parts.bytes()).isEqualTo(count);
  }
}
