// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ExaminationTest {
  private static final Check GOOD = new Check("good", () -> List.of(Finding.ok("good", "it is")));

  @Test
  void whatHangsIsSaidToHangAndTheOthersAreHeard() {
    Check hanging =
        new Check(
            "hanging",
            () -> {
              new CountDownLatch(1).await();
              return List.of();
            });
    assertThat(findings(hanging, GOOD))
        .extracting(Finding::text)
        .containsExactly("it hangs: there was no answer within 0 s", "it is");
  }

  @Test
  void whatThrowsIsAProblemAndTheOthersAreHeard() {
    Check denied =
        new Check(
            "denied",
            () -> {
              throw new IOException("cannot read it; ask for it");
            });
    Check broken =
        new Check(
            "broken",
            () -> {
              throw new StackOverflowError();
            });
    List<Finding> findings = findings(denied, broken, GOOD);
    assertThat(findings)
        .extracting(Finding::verdict)
        .containsExactly(Verdict.PROBLEM, Verdict.PROBLEM, Verdict.OK);
    assertThat(findings)
        .extracting(Finding::advice)
        .containsExactly("ask for it", "please report this", "");
  }

  private static List<Finding> findings(Check... checks) {
    Report report =
        new Examination(Duration.ofMillis(300))
            .of("TEST", List.of(new Section("All", List.of(checks))));
    return report.parts().getFirst().findings();
  }
}
