// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestKeyTest {
  @ParameterizedTest
  @CsvSource({"a, a, 0", "'', abc, 3", "kitten, sitting, 3", "ab, ba, 2", "abc, '', 3"})
  void editsAreCounted(String from, String to, int edits) {
    assertThat(NearestKey.edits(from, to)).isEqualTo(edits);
  }

  @Test
  void theNearestIsFound() {
    assertThat(NearestKey.of("host.sys", List.of("host.procfs", "host.sysfs")))
        .isEqualTo("host.sysfs");
  }
}
