// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.linux.fs.HostFiles;
import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.power.estimated.Curve;
import io.keplerotel.agent.power.estimated.calibration.Calibration;
import io.keplerotel.agent.power.estimated.calibration.Calibration.Made;
import io.keplerotel.agent.power.estimated.calibration.Calibration.Mode;
import io.keplerotel.agent.power.estimated.calibration.CurveFit;
import io.keplerotel.agent.power.estimated.calibration.OwnMachine;
import io.keplerotel.agent.power.estimated.modelfile.CalibrationWriter;
import io.keplerotel.agent.testing.AgentProcess;
import io.keplerotel.agent.testing.Waiting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An agent with a model file, as its users start it. */
class ModelFileProcessTest {
  private static final double WATTS = 4_321;

  @TempDir private Path folder;

  @Test
  void aMalformedFileIsAFaultThatIsSeenAndEnergyIsCountedOn() throws Exception {
    Path file = Files.writeString(folder.resolve("model.json"), text().replace("4321", "1e9"));
    try (AgentProcess agent = start(file)) {
      agent.awaitLog(
          "estimated: " + file + ": /zones/package/watts/0: 1.0E9 is not between 0 and 100000 W; ");
      Waiting.until(() -> packageJoules(agent) > 0);

      assertThat(agent.status("/readyz")).isEqualTo(200);
      assertThat(agent.page("/readyz")).contains("/zones/package/watts/0");
      assertThat(agent.page("/metrics"))
          .containsPattern(
              "kepler_agent_[a-z_]*faults_total\\{[^}]*source=\"estimated\"[^}]*} [1-9]");
      assertThat(packageWatts(agent)).isLessThan(WATTS / 2);
    }
  }

  @Test
  void aCalibrationOfOwnMachineIsUsed() throws Exception {
    Path file = Files.writeString(folder.resolve("model.json"), text());
    try (AgentProcess agent = start(file)) {
      Waiting.until(() -> packageJoules(agent) > 0);

      assertThat(packageWatts(agent)).isBetween(WATTS * 0.9, WATTS * 1.1);
      assertThat(agent.log()).doesNotContain("WARNING");
    }
  }

  private static AgentProcess start(Path file) {
    return AgentProcess.start(
        "--power.sources=estimated", "--interval=200ms", "--power.estimated.model-file=" + file);
  }

  /** Two readings of the page, some ticks apart. */
  private static double packageWatts(AgentProcess agent) throws InterruptedException {
    double before = packageJoules(agent);
    long startNs = System.nanoTime();
    Waiting.until(() -> System.nanoTime() - startNs > 3_000_000_000L);
    return (packageJoules(agent) - before) / ((System.nanoTime() - startNs) / 1e9);
  }

  private static double packageJoules(AgentProcess agent) {
    return agent
        .page("/metrics")
        .lines()
        .filter(line -> line.startsWith("kepler_node_package_joules_total{"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  /** A package of the same power at any load. */
  private static String text() {
    List<Double> watts = Collections.nCopies(Curve.POINTS, WATTS);
    return CalibrationWriter.text(
        new Calibration(
            OwnMachine.read(HostFiles.own()).fingerprint(),
            Set.of(),
            Map.of(Component.PACKAGE, new CurveFit(new Curve(watts, watts, watts), 0.01)),
            new Made(Instant.EPOCH, "a test", Mode.STEPS, List.of(0.0, 0.5, 1.0), 30, 0)));
  }
}
