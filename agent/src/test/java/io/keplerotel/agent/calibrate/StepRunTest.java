// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keplerotel.agent.calibrate.Calibrator.Occasion;
import io.keplerotel.agent.calibrate.StepRun.Doubt;
import io.keplerotel.agent.config.EstimateUse;
import io.keplerotel.agent.linux.fs.Fixture;
import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.power.PowerChoice;
import io.keplerotel.agent.power.estimated.Curve;
import io.keplerotel.agent.power.estimated.calibration.Calibration;
import io.keplerotel.agent.power.estimated.calibration.Calibration.Mode;
import io.keplerotel.agent.power.estimated.calibration.OwnMachine;
import io.keplerotel.agent.power.powercap.PowercapModule;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StepRunTest {
  @TempDir private Path folder;

  private SimulatedHost host;
  private final Lines lines = new Lines();

  @BeforeEach
  void host() {
    host = new SimulatedHost(new Fixture(folder), busy -> 20 + 60 * Math.sqrt(busy));
  }

  @Test
  void aMachineIsLearntInLessThanFourMinutes() throws Exception {
    long startNs = host.nanoTime();
    Calibration made = calibrate(Schedule.DEFAULT, Doubt.REFUSE).calibration();

    assertThat(Duration.ofNanos(host.nanoTime() - startNs)).isLessThan(Duration.ofMinutes(4));
    assertThat(Schedule.DEFAULT.length()).isEqualTo(Duration.ofNanos(host.nanoTime() - startNs));
    assertThat(made.zones().keySet()).containsExactlyInAnyOrder(Component.PACKAGE, Component.DRAM);
    Curve curve = curve(made, Component.PACKAGE);
    for (int i = 0; i < 11; i++) {
      double truth = 20 + 60 * Math.sqrt(i / 10.0);
      assertThat(curve.watts().get(i)).as("at %s0 %%", i).isBetween(truth * 0.9, truth * 1.2);
    }
    assertThat(curve(made, Component.DRAM).watts().get(5)).isBetween(3.9, 4.1);
    assertThat(made.made().mode()).isEqualTo(Mode.STEPS);
    assertThat(made.made().missing()).isZero();
    assertThat(made.machine().threads()).isEqualTo(SimulatedHost.THREADS);
    assertThat(lines.ended).hasSize(8);
    assertThat(lines.ended.getLast()).contains("100.0 % busy, package 80.0 W, dram 5.00 W");
  }

  @Test
  void readingsThatAreMissingLeaveTheCurveAsItIs() throws Exception {
    host.missing = 0.1;
    Calibration made = calibrate(Schedule.DEFAULT, Doubt.REFUSE).calibration();

    assertThat(made.made().missing()).isPositive();
    assertThat(made.made().readings() + made.made().missing()).isEqualTo(54);
    assertThat(curve(made, Component.PACKAGE).watts().get(10)).isBetween(78.0, 82.0);
  }

  @Test
  void aBusyMachineIsRefusedWithWhatToDo() {
    host.background = 0.37;

    assertThatThrownBy(() -> calibrate(Schedule.DEFAULT, Doubt.REFUSE))
        .isInstanceOf(CalibrationException.class)
        .hasMessageContaining("the machine is busy: 37 % of its CPUs in the last 5 s")
        .hasMessageContaining("kepler-agent top")
        .hasMessageContaining("--force");
  }

  @Test
  void aBusyMachineIsLearntWhereThatIsWanted() throws Exception {
    host.background = 0.2;
    Calibration made = calibrate(Schedule.DEFAULT, Doubt.GO_ON).calibration();

    assertThat(made.made().levels().getFirst()).isBetween(0.2, 0.21);
    Curve curve = curve(made, Component.PACKAGE);
    double idleWidth = curve.high().get(0) - curve.low().get(0);
    assertThat(idleWidth)
        .as("what was not seen is less certain")
        .isGreaterThan(3 * (curve.high().get(6) - curve.low().get(6)));
  }

  @Test
  void aLimitOfCpuTimeIsSaid() {
    host.most = 0.5;

    assertThatThrownBy(() -> calibrate(Schedule.DEFAULT, Doubt.REFUSE))
        .hasMessageContaining("only 50 % of the CPUs' time was used: is there a CPU limit");
  }

  @Test
  void aLoadThatEndedEarlyIsNoCalibration() {
    host.failure = Optional.of("java.lang.IllegalStateException: gone");

    assertThatThrownBy(() -> calibrate(Schedule.DEFAULT, Doubt.REFUSE))
        .hasMessageContaining("the load ended early: java.lang.IllegalStateException: gone");
  }

  @Test
  void countersThatDoNotMoveAreNoCounters() {
    host = new SimulatedHost(new Fixture(folder), busy -> 0);

    assertThatThrownBy(() -> calibrate(Schedule.DEFAULT, Doubt.REFUSE))
        .hasMessageContaining("no energy counter of this machine works: ")
        .hasMessageContaining("never moves")
        .hasMessageContaining("calibrate the host");
  }

  @Test
  void aMachineThatIsStillWarmingUpIsSaid() throws Exception {
    long startNs = host.nanoTime();
    SimulatedHost cold =
        new SimulatedHost(
            new Fixture(folder),
            busy ->
                (20 + 60 * busy) * (1 + 0.1 * Math.min(1, (host.nanoTime() - startNs) / 180e9)));
    host = cold;
    Calibrator made = calibrate(Schedule.DEFAULT, Doubt.REFUSE);

    assertThat(made.doubts())
        .singleElement()
        .satisfies(
            doubt ->
                assertThat(doubt)
                    .contains("package took 3.")
                    .contains("than after the warm-up; take a longer --warm-up"));
  }

  @Test
  void theSheetHasChartTableAndError() throws Exception {
    List<String> sheet = Sheet.of(calibrate(Schedule.DEFAULT, Doubt.REFUSE));

    assertThat(sheet).anyMatch(line -> line.startsWith("package, W"));
    assertThat(sheet.stream().filter(line -> line.contains("o")).count()).isGreaterThan(6);
    assertThat(sheet).anyMatch(line -> line.startsWith("100 %") && line.contains(" - "));
    assertThat(sheet)
        .anyMatch(line -> line.matches("cross-validated error .*: package .* %, dram .* %"));
    assertThat(sheet).contains("54 readings, 0 missing");
    assertThat(sheet).allMatch(line -> line.length() <= 80);
  }

  @Test
  void whateverLoadThereIsTeachesToo() throws Exception {
    host.most = 0.8;
    PassiveRun run =
        new PassiveRun(
            meter(),
            new Pace() {
              private int turn;

              @Override
              public long nanoTime() {
                return host.nanoTime();
              }

              @Override
              public void rest(Duration time) {
                host.set(0.2 + 0.6 * (turn++ % 60) / 60.0);
                host.rest(time);
              }
            },
            lines);
    Calibrator made = Calibrator.passively(run, Duration.ofMinutes(10), occasion());
    Curve curve = curve(made.calibration(), Component.PACKAGE);

    assertThat(made.calibration().made().mode()).isEqualTo(Mode.PASSIVE);
    assertThat(curve.watts().get(5)).isBetween(61.0, 64.0);
    assertThat(made.doubts())
        .singleElement()
        .asString()
        .contains("loads between 21 % and 79 % were seen");
    assertThat(curve.high().get(0) - curve.low().get(0))
        .isGreaterThan(curve.high().get(5) - curve.low().get(5));
  }

  @Test
  void oneLoadAloneTeachesNothing() {
    PassiveRun run = new PassiveRun(meter(), host, lines);

    assertThatThrownBy(() -> Calibrator.passively(run, Duration.ofMinutes(10), occasion()))
        .isInstanceOf(CalibrationException.class)
        .hasMessageContaining("too few for a curve");
  }

  private Calibrator calibrate(Schedule schedule, Doubt doubt)
      throws CalibrationException, InterruptedException {
    return Calibrator.bySteps(new StepRun(meter(), host, host, lines), schedule, doubt, occasion());
  }

  private static Curve curve(Calibration made, Component component) {
    return Optional.ofNullable(made.curves().get(component)).orElseThrow();
  }

  private Meter meter() {
    PowerChoice choice =
        PowerChoice.of(
            List.of("auto"), EstimateUse.NEVER, Set.of(PowercapModule.offer(() -> host.files())));
    return new Meter(host.files(), choice.cover(), SimulatedHost.THREADS);
  }

  private Occasion occasion() {
    return new Occasion(
        OwnMachine.read(host.files()).fingerprint(),
        "kepler-agent test",
        Instant.parse("2026-11-26T09:00:00Z"));
  }

  /** What was told. */
  private static final class Lines implements Progress {
    private final List<String> ended = new ArrayList<>();

    @Override
    public void begins(String what, Duration length) {}

    @Override
    public void goesOn(Duration passed) {}

    @Override
    public void ends(String result) {
      ended.add(result);
    }
  }
}
