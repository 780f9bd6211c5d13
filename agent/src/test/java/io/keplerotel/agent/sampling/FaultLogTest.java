// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.model.Fault;
import io.keplerotel.agent.testing.RecordingLogger;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FaultLogTest {
  private static final long SECOND_NS = 1_000_000_000L;
  private static final Fault FAULT = new Fault("package-0", "cannot read energy_uj");

  private final RecordingLogger logger = new RecordingLogger();
  private final FaultLog log = new FaultLog(logger);

  @Test
  void aFaultThatLastsIsSaidOnce() {
    for (int second = 0; second < 3600; second++) {
      tick(second, FAULT);
    }
    assertThat(logger.lines()).containsExactly("WARNING rapl: cannot read energy_uj");
    assertThat(log.counts()).isEqualTo(Map.of("rapl", 1L));
    assertThat(log.current()).containsEntry("rapl package-0", "cannot read energy_uj");
  }

  @Test
  void itsEndIsSaidAfterAMinute() {
    tick(0, FAULT);
    tick(59);
    assertThat(log.current()).isNotEmpty();
    tick(60);
    assertThat(logger.lines()).endsWith("INFO rapl package-0: works again");
    assertThat(log.current()).isEmpty();
  }

  @Test
  void aFaultThatComesAndGoesIsOneFault() {
    for (int second = 0; second < 600; second += 20) {
      tick(second, FAULT);
      tick(second + 10);
    }
    assertThat(logger.lines()).hasSize(1);
  }

  @Test
  void faultsOfSeveralPartsAreTold() {
    tick(0, FAULT, new Fault("psys", "gone"));
    assertThat(logger.lines()).hasSize(2);
    assertThat(log.counts()).isEqualTo(Map.of("rapl", 2L));
  }

  /** Issue, D6. */
  @Test
  void aSourceIsNotAvailableWhileAnyOfItsFaultsSaysSo() {
    tick(0, FAULT);
    assertThat(log.disabling("rapl")).isEmpty();
    tick(1, FAULT, Fault.disabling("reading", "it cannot be read"));
    assertThat(log.disabling("rapl")).contains("it cannot be read");
    assertThat(log.disabling("ra")).isEmpty();
    assertThat(log.current()).containsEntry("rapl reading", "it cannot be read");
    tick(61, FAULT);
    assertThat(log.disabling("rapl")).isEmpty();
  }

  private void tick(long second, Fault... faults) {
    log.report("rapl", List.of(faults), second * SECOND_NS);
    log.settle(second * SECOND_NS);
  }
}
