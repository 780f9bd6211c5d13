// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.estimated.modelfile;

import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.power.estimated.Curve;
import io.keplerotel.agent.power.estimated.calibration.Fingerprint;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Kepler 0.7's weights: power in watts by milliseconds of CPU time a second. They are another
 * machine's as a rule; each hardware thread of this one takes its part.
 *
 * @param name what Kepler calls the model, such as {@code SGDRegressorTrainer_0}
 * @param cpu model name of the CPU that it was learnt from, by Kepler's spelling; empty if not told
 * @param zones the formula of each component that counts
 * @param refused what could not be used, and why
 */
record KeplerWeights(
    String name, String cpu, Map<Component, Formula> zones, List<ModelFileException> refused) {
  private static final List<Component> COMPONENTS =
      List.of(
          Component.PACKAGE, Component.CORE, Component.UNCORE, Component.DRAM, Component.PLATFORM);

  private static final int MOST_THREADS = 1 << 16;

  /** What a model server's answer for one machine errs on another one, relative: as a catalogue. */
  private static final double OTHER_MACHINE_ERROR = 1;

  private static final double SAME_CPU_ERROR = 0.25;

  /** Takes copies. */
  KeplerWeights {
    zones = Map.copyOf(zones);
    refused = List.copyOf(refused);
  }

  /** A part's power by utilization, on the machine that it was learnt from. */
  record Formula(
      Trainer trainer, List<Double> weights, double scaleMs, int threads, double beside) {
    /** Takes a copy. */
    Formula {
      weights = List.copyOf(weights);
    }

    /** W, at 0–1 of all hardware threads of that machine. */
    double watts(double utilization) {
      return trainer.watts(weights, utilization * threads * 1_000 / scaleMs);
    }
  }

  /** Whether a text holds such weights. */
  static boolean isIn(JsonAt root) throws ModelFileException {
    for (Component component : COMPONENTS) {
      Optional<JsonAt> zone = root.maybe(CalibrationFile.key(component));
      if (zone.isPresent() && zone.get().node().has("All_Weights")) {
        return true;
      }
    }
    return false;
  }

  /**
   * Reads; a component that cannot be used is told in {@link #refused}.
   *
   * @param hint the trainer, where the text does not say it
   * @throws ModelFileException if none can be used
   */
  static KeplerWeights read(JsonAt root, Optional<Trainer> hint) throws ModelFileException {
    Optional<JsonAt> named = root.maybe("model_name");
    String name = named.isPresent() ? named.get().text() : "";
    Optional<Trainer> trainer = Trainer.named(name).or(() -> hint);
    Optional<JsonAt> spec = root.maybe("machine_spec");
    OptionalInt threads = threads(spec);
    Map<Component, Formula> zones = new EnumMap<>(Component.class);
    List<ModelFileException> refused = new ArrayList<>();
    for (Component component : COMPONENTS) {
      Optional<JsonAt> zone = root.maybe(CalibrationFile.key(component));
      if (zone.isPresent()) {
        try {
          FormulaReader.read(zone.get().at("All_Weights"), trainer, threads)
              .ifPresent(formula -> zones.put(component, formula));
        } catch (ModelFileException e) {
          refused.add(e);
        }
      }
    }
    if (zones.isEmpty()) {
      throw refused.isEmpty() ? root.wrong("all its weights are 0") : refused.getFirst();
    }
    return new KeplerWeights(name, cpu(spec), zones, refused);
  }

  /** The curves of this machine: for each hardware thread as much as that machine's. */
  Map<Component, Curve> curves(Fingerprint here) {
    Map<Component, Curve> curves = new EnumMap<>(Component.class);
    zones.forEach(
        (component, formula) -> {
          double part = (double) here.threads() / formula.threads();
          double error =
              Math.hypot(
                  formula.trainer().error(component) + formula.beside(),
                  isOf(here) ? SAME_CPU_ERROR : OTHER_MACHINE_ERROR);
          List<Double> watts = new ArrayList<>();
          List<Double> low = new ArrayList<>();
          List<Double> high = new ArrayList<>();
          for (int i = 0; i < Curve.POINTS; i++) {
            double each = Math.max(0, formula.watts(i / (Curve.POINTS - 1.0))) * part;
            watts.add(each);
            low.add(each / (1 + error));
            high.add(each * (1 + error));
          }
          curves.put(component, new Curve(watts, low, high));
        });
    return curves;
  }

  /** Whether the CPU model is the same, as Kepler spells it: {@code intel_xeon_platinum_8259cl}. */
  boolean isOf(Fingerprint here) {
    return !cpu.isEmpty() && spelled(here.cpu()).equals(spelled(cpu));
  }

  private static String spelled(String cpu) {
    return Fingerprint.plain(cpu)
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^a-z0-9]+", "_")
        .replaceAll("^_|_(\\d+_core_)?processor_?$|_$", "");
  }

  private static OptionalInt threads(Optional<JsonAt> spec) throws ModelFileException {
    if (spec.isEmpty() || spec.get().maybe("cores").isEmpty()) {
      return OptionalInt.empty();
    }
    return OptionalInt.of(spec.get().at("cores").whole(1, MOST_THREADS));
  }

  private static String cpu(Optional<JsonAt> spec) throws ModelFileException {
    if (spec.isEmpty() || spec.get().maybe("processor").isEmpty()) {
      return "";
    }
    return spec.get().at("processor").text();
  }
}
