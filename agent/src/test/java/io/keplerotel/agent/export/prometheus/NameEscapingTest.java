// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.export.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.config.EscapingScheme;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NameEscapingTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "text/plain",
        "text/plain;escaping=dots",
        "text/plain; escaping = dots ;q=1",
        "text/plain;escaping=dots,text/html",
        "text/plain;escaping=dots;q=0.1,text/html;escaping=values",
        "text/plain;escaping=values;q=0.1,text/html;escaping=dots",
        "text/plain;escaping=allow-utf-8",
        "text/plain;escaping=underscores",
        "text/plain;escaping=nonsense;q=0.5,*/*;escaping=dots",
        "text/plain;escaping;escaping=;escaping=a=b;escaping=dots"
      })
  void isTakenFromTheHeaderAsTheClientLibraryTakesIt(String accept) {
    assertThat(NameEscaping.of(List.of(accept)) == NameEscaping.DOTS)
        .isEqualTo(EscapingScheme.fromAcceptHeader(accept) == EscapingScheme.DOTS_ESCAPING);
  }
}
