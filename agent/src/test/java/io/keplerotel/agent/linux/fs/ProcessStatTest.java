// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.linux.fs;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.model.ProcessKey;
import io.keplerotel.agent.model.TaskTime.Kind;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessStatTest {
  private static final String REST =
      " R 1 1 1 0 -1 4194304 100 0 0 0 150 50 7 7 20 0 1 0 85506 3133440 380 18446744073709551615 0\n";

  @Test
  void identityNameAndTimeAreFound() {
    assertThat(parse("4820 (cat)" + REST))
        .contains(
            new ProcessStat(
                new ProcessKey(4820, 855_060_000_000L), "cat", Kind.USER, 2_000_000_000L));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "(sd-pam)", "x) R 1 (", "", "tmux: server", "ünïcödé"})
  void namesMayHoldAnything(String name) {
    assertThat(parse("4820 (" + name + ")" + REST))
        .hasValueSatisfying(stat -> assertThat(stat.command()).isEqualTo(name))
        .hasValueSatisfying(stat -> assertThat(stat.cpuNs()).isEqualTo(2_000_000_000L));
  }

  @Test
  void kernelThreadsAreKnownByTheirFlag() {
    String thread = "2 (kthreadd) S 0 0 0 0 -1 2129984 0 0 0 0 0 3 0 0 20 0 1 0 0 0 0 1\n";

    assertThat(parse(thread).orElseThrow().kind()).isEqualTo(Kind.KERNEL_THREAD);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "4820", "4820 (cat", "4820 (cat) R 1 1", ") ("})
  void whatIsCutShortIsNothing(String text) {
    assertThat(parse(text)).isEmpty();
  }

  private static Optional<ProcessStat> parse(String text) {
    return ProcessStat.parse(4820, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
  }
}
