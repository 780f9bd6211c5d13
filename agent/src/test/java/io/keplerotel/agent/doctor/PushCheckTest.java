// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.export.otlp.PushTrial;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PushCheckTest {
  private static final PushTrial.Result REFUSED =
      new PushTrial.Result("http://localhost:4317", false, "Connection refused", "start one");

  @Test
  void aCollectorThatNobodyNamedIsNoProblem() {
    Finding finding = PushCheck.refused(REFUSED, Set.of("PATH", "OTEL_SERVICE_NAME"));
    assertThat(finding.verdict()).isEqualTo(Verdict.NOTE);
    assertThat(finding.text())
        .startsWith(
            "cannot push metrics to http://localhost:4317: Connection refused; no endpoint");
    assertThat(finding.advice()).contains("OTEL_EXPORTER_OTLP_ENDPOINT");
  }

  @Test
  void oneThatWasNamedAndDoesNotAnswerIs() {
    Finding finding = PushCheck.refused(REFUSED, Set.of("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT"));
    assertThat(finding.verdict()).isEqualTo(Verdict.PROBLEM);
    assertThat(finding.advice()).isEqualTo("start one");
  }
}
