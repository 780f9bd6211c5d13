// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.testing.Shell;
import org.junit.jupiter.api.Test;

class StandardOutputTest {
  private static final String PRINT =
      "%s/bin/java -cp '%s' io.keplerotel.agent.cli.AgentMain config print"
          .formatted(System.getProperty("java.home"), System.getProperty("java.class.path"));

  @Test
  void whatAFullDiskDoesNotTakeIsAFailure() {
    assertThat(Shell.run("(" + PRINT + " >/dev/full) 2>&1; echo status $?"))
        .contains("kepler-agent: cannot write to standard output: No space left on device")
        .contains("status 1");
  }

  @Test
  void whoReadsOnlyTheBeginningIsToldNothing() {
    assertThat(Shell.run("(" + PRINT + " | head -c 1 >/dev/null) 2>&1")).doesNotContain("cannot");
  }
}
