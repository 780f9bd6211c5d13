// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.estimated;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.model.Fault;
import io.keplerotel.agent.model.Provenance;
import io.keplerotel.agent.model.Reading;
import io.keplerotel.agent.model.TickLoad;
import io.keplerotel.agent.model.Zone;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EstimatedSourceTest {
  private static final long SECOND_NS = 1_000_000_000;

  private final Estimate estimate =
      new Estimate(
          "test/one",
          Evidence.CPU_MODEL,
          "made up",
          Map.of(
              Component.PLATFORM, line(100, 300),
              Component.PACKAGE, line(40, 200),
              Component.CORE, line(10, 150),
              Component.UNCORE, line(5, 20),
              Component.DRAM, line(10, 30)));
  private final PresentEstimate shown = PresentEstimate.alone();
  private final EstimatedSource source =
      new EstimatedSource(
          () -> new Chosen(estimate, List.of(new Fault("model file", "cannot be read"))), shown);

  @BeforeEach
  void discover() {
    source.discover();
  }

  @Test
  void zonesAreNeverMistakenForMeasuredOnes() {
    assertThat(source.discover().zones())
        .extracting(Zone::id)
        .containsExactly(
            "package-0", "package-0/core", "package-0/uncore", "package-0/dram", "platform");
    assertThat(source.discover().zones())
        .allSatisfy(zone -> assertThat(zone.provenance()).isEqualTo(Provenance.ESTIMATED))
        .allSatisfy(zone -> assertThat(zone.source()).isEqualTo("trained_power_model"));
  }

  @Test
  void theModelIsChosenOnceAndNotBeforeItIsAskedFor() {
    AtomicInteger asked = new AtomicInteger();
    EstimatedSource lazy =
        new EstimatedSource(
            () -> {
              asked.incrementAndGet();
              return new Chosen(estimate, List.of());
            },
            shown);

    assertThat(asked).hasValue(0);
    lazy.read(new TickLoad(SECOND_NS, 0, 2));
    lazy.read(new TickLoad(SECOND_NS, 0, 2));
    assertThat(asked).hasValue(1);
  }

  @Test
  void theModelIsChosenAgainWhenMoreIsKnown() {
    AtomicReference<String> label = new AtomicReference<>("");
    EstimatedSource following =
        new EstimatedSource(
            () ->
                new Chosen(
                    new Estimate(
                        "of " + label.get(),
                        Evidence.DEFAULT,
                        "",
                        Map.of(Component.PLATFORM, line(1, 2))),
                    List.of()),
            shown,
            label::get);
    following.read(new TickLoad(SECOND_NS, 0, 2));

    label.set("m7a.2xlarge");
    following.read(new TickLoad(SECOND_NS, 0, 2));

    assertThat(shown.latest().map(at -> at.estimate().model())).contains("of m7a.2xlarge");
  }

  @Test
  void onlyWhatTheEstimateHasIsAZone() {
    EstimatedSource whole =
        new EstimatedSource(
            () ->
                new Chosen(
                    new Estimate("x", Evidence.DEFAULT, "", Map.of(Component.PLATFORM, line(1, 2))),
                    List.of()),
            shown);

    assertThat(whole.discover().zones()).extracting(Zone::id).containsExactly("platform");
  }

  @Test
  void anIdleMachineHasIdlePower() {
    Reading.Power platform = power(new TickLoad(SECOND_NS, 0, 2), "platform");

    assertThat(platform.powerUw()).isEqualTo(100_000_000);
    assertThat(platform.idleUw()).isEqualTo(OptionalLong.of(100_000_000));
  }

  @Test
  void loadGoesUpTheCurveOfEachZone() {
    TickLoad load = new TickLoad(SECOND_NS, 3 * SECOND_NS / 2, 2);

    assertThat(power(load, "platform").powerUw()).isEqualTo(250_000_000);
    assertThat(power(load, "package-0/core").powerUw()).isEqualTo(115_000_000);
    assertThat(power(load, "package-0/core").idleUw()).isEqualTo(OptionalLong.of(10_000_000));
  }

  @Test
  void moreThanAllCpusCannotBeBusy() {
    assertThat(power(new TickLoad(SECOND_NS, 9 * SECOND_NS, 2), "platform").powerUw())
        .isEqualTo(300_000_000);
  }

  @Test
  void theFirstTickIsIdle() {
    assertThat(power(new TickLoad(0, 0, 2), "platform").powerUw()).isEqualTo(100_000_000);
  }

  @Test
  void whatWasWrongWithBetterModelsIsToldAtEachTick() {
    assertThat(source.read(new TickLoad(SECOND_NS, 0, 2)).faults())
        .containsExactly(new Fault("model file", "cannot be read"));
  }

  @Test
  void othersSeeWhatIsEstimatedAtWhichLoad() {
    assertThat(shown.latest()).isEmpty();

    source.read(new TickLoad(SECOND_NS, SECOND_NS, 2));

    assertThat(shown.latest()).contains(new PresentEstimate.At(estimate, 0.5));
  }

  private static Curve line(double idle, double full) {
    List<Double> watts =
        IntStream.range(0, Curve.POINTS)
            .mapToObj(i -> idle + (full - idle) * i / (Curve.POINTS - 1))
            .toList();
    return new Curve(
        watts, Collections.nCopies(Curve.POINTS, 0.0), Collections.nCopies(Curve.POINTS, 1000.0));
  }

  private Reading.Power power(TickLoad load, String zone) {
    return source.read(load).readings().stream()
        .filter(reading -> reading.zone().id().equals(zone))
        .map(Reading.Power.class::cast)
        .findFirst()
        .orElseThrow();
  }
}
