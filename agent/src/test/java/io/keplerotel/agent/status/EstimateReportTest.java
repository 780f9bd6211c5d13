// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.model.Provenance;
import io.keplerotel.agent.model.TickLoad;
import io.keplerotel.agent.model.Zone;
import io.keplerotel.agent.power.estimated.Chosen;
import io.keplerotel.agent.power.estimated.Curve;
import io.keplerotel.agent.power.estimated.Estimate;
import io.keplerotel.agent.power.estimated.EstimatedSource;
import io.keplerotel.agent.power.estimated.Evidence;
import io.keplerotel.agent.power.estimated.PresentEstimate;
import io.keplerotel.agent.status.EstimateState.Bounds;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EstimateReportTest {
  private static final Zone PLATFORM =
      new Zone("platform", Component.PLATFORM, "", Optional.empty(), "m", Provenance.ESTIMATED);

  private final PresentEstimate present = PresentEstimate.alone();
  private final EstimateReport report = new EstimateReport(present);

  @Test
  void nothingIsSaidWhereNothingIsEstimated() {
    assertThat(report.after(List.of(PLATFORM))).isEmpty();
  }

  @Test
  void eachEstimatedZoneThatCountsHasItsBounds() {
    read();

    assertThat(report.after(List.of(PLATFORM)))
        .contains(
            new EstimateState(
                "test/one",
                Evidence.CPU_FAMILY,
                "made up",
                Map.of("platform", new Bounds(80_000_000, 150_000_000))));
  }

  @Test
  void aMeasuredZoneHasNone() {
    read();
    Zone measured =
        new Zone("psys", Component.PLATFORM, "", Optional.empty(), "rapl", Provenance.MEASURED);

    assertThat(report.after(List.of(measured))).isEmpty();
  }

  private void read() {
    Curve curve =
        new Curve(
            Collections.nCopies(Curve.POINTS, 100.0),
            Collections.nCopies(Curve.POINTS, 80.0),
            Collections.nCopies(Curve.POINTS, 150.0));
    Estimate estimate =
        new Estimate("test/one", Evidence.CPU_FAMILY, "made up", Map.of(Component.PLATFORM, curve));
    EstimatedSource source = new EstimatedSource(() -> new Chosen(estimate, List.of()), present);
    source.discover();
    source.read(new TickLoad(1_000_000_000, 0, 2));
  }
}
