// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.estimated.modelfile;

import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.model.Machine;
import io.keplerotel.agent.power.estimated.Chosen;
import io.keplerotel.agent.power.estimated.Curve;
import io.keplerotel.agent.power.estimated.Estimate;
import io.keplerotel.agent.power.estimated.Evidence;
import io.keplerotel.agent.power.estimated.calibration.Calibration;
import io.keplerotel.agent.power.estimated.calibration.Calibration.Made;
import io.keplerotel.agent.power.estimated.calibration.Calibration.Mode;
import io.keplerotel.agent.power.estimated.calibration.CurveFit;
import io.keplerotel.agent.power.estimated.calibration.Fingerprint;
import io.keplerotel.agent.power.estimated.calibration.OwnMachine;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** Models and machines to try them on. */
final class Models {
  static final String CPU = "AMD EPYC 9654 96-Core Processor";
  static final Fingerprint HOST = new Fingerprint(CPU, 2, 384, 768);
  static final OwnMachine BARE = new OwnMachine(HOST, Machine.BARE_METAL);
  static final OwnMachine VM = new OwnMachine(new Fingerprint(CPU, 1, 96, 96), Machine.VIRTUAL);

  static final PreferredModel.Signed NEXT = new PreferredModel.Signed(Models::next, () -> "");

  private Models() {}

  static Calibration calibration() {
    return new Calibration(
        HOST,
        Set.of(),
        Map.of(
            Component.PACKAGE, new CurveFit(curve(200, 700), 0.012),
            Component.DRAM, new CurveFit(curve(40, 80), 0.02)),
        new Made(
            Instant.parse("2026-11-26T09:00:00Z"),
            "kepler-agent test",
            Mode.STEPS,
            List.of(0.004, 0.1, 0.3, 0.6, 0.8, 1.0),
            54,
            2));
  }

  /** A straight line with an interval of a tenth to both sides. */
  static Curve curve(double idle, double full) {
    List<Double> watts = watts(idle, full);
    return new Curve(
        watts,
        watts.stream().map(w -> rounded(w * 0.9)).toList(),
        watts.stream().map(w -> rounded(w * 1.1)).toList());
  }

  private static double rounded(double watts) {
    return Math.rint(watts * 1_000) / 1_000;
  }

  static List<Double> watts(double idle, double full) {
    return IntStream.rangeClosed(0, 10).mapToObj(i -> idle + (full - idle) * i / 10.0).toList();
  }

  /** What is used where there is nothing better. */
  static Chosen next() {
    return new Chosen(
        new Estimate(
            "next/best",
            Evidence.CPU_FAMILY,
            "the CPU's family",
            Map.of(
                Component.PACKAGE, curve(100, 500),
                Component.CORE, curve(50, 400),
                Component.DRAM, curve(20, 40),
                Component.PLATFORM, curve(200, 700))),
        List.of());
  }
}
