// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.estimated.modelfile;

import io.keplerotel.agent.power.estimated.Curve;
import io.keplerotel.agent.power.estimated.modelfile.KeplerWeights.Formula;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads {@code All_Weights} of one component. */
final class FormulaReader {
  private static final String CPU_TIME = "bpf_cpu_time_ms";
  private static final String NUMERICAL = "Numerical_Variables";
  private static final String BIAS = "Bias_Weight";
  private static final String CURVE = "CurveFit_Weights";
  private static final double MOST_WATTS = 100_000;

  /** What else than CPU time may add, as a part of that; the agent does not know it. */
  private static final double MOST_BESIDE = 0.25;

  /** A fit that dips below 0 W by less of its full power is taken for 0. */
  private static final double DIP = 0.02;

  private static final double MS_PER_THREAD = 1_000;

  private final JsonAt at;
  private final JsonAt cpuTime;

  private FormulaReader(JsonAt at, JsonAt cpuTime) {
    this.at = at;
    this.cpuTime = cpuTime;
  }

  /**
   * Reads; empty for a component that is 0 W at any load, as Kepler has it where there was no
   * counter.
   *
   * @param threads of the machine that it was learnt from; by its CPU time at full load if empty
   */
  static Optional<Formula> read(JsonAt at, Optional<Trainer> trainer, OptionalInt threads)
      throws ModelFileException {
    JsonAt variables = at.at(NUMERICAL);
    if (variables.maybe(CPU_TIME).isEmpty()) {
      throw variables.wrong(
          "has no %s: only models by CPU time can be used, not by hardware counters"
              .formatted(CPU_TIME));
    }
    return new FormulaReader(at, variables.at(CPU_TIME)).read(trainer, threads);
  }

  private Optional<Formula> read(Optional<Trainer> named, OptionalInt threads)
      throws ModelFileException {
    Trainer trainer = trainer(named);
    JsonAt scale = cpuTime.at("scale");
    double scaleMs = scale.number(1, 1e9, "ms of CPU time a second");
    List<Double> weights = trainer == Trainer.SGD ? linear() : curve(trainer);
    double beside = trainer == Trainer.SGD ? beside(weights.get(1)) : 0;
    int measured = threads.orElse((int) Math.ceil(scaleMs / MS_PER_THREAD));
    Formula formula = new Formula(trainer, weights, scaleMs, measured, beside);
    return check(formula) ? Optional.of(formula) : Optional.empty();
  }

  private Trainer trainer(Optional<Trainer> named) throws ModelFileException {
    Optional<JsonAt> curve = at.maybe(CURVE);
    if (curve.isEmpty()) {
      if (named.isPresent() && named.get() != Trainer.SGD) {
        throw at.at(CURVE).wrong("is missing");
      }
      return Trainer.SGD;
    }
    int count = curve.get().items().size();
    if (named.isPresent() && named.get().weights() == count && named.get() != Trainer.SGD) {
      return named.get();
    }
    if (named.isPresent()) {
      throw curve
          .get()
          .wrong(
              "has %d figures, which is not what %s makes".formatted(count, named.get().kepler()));
    }
    if (count == Trainer.LOGISTIC.weights()) {
      return Trainer.LOGISTIC;
    }
    throw curve
        .get()
        .wrong(
            "has %d figures, and neither /model_name nor the file's name says by which trainer"
                .formatted(count));
  }

  private List<Double> linear() throws ModelFileException {
    return List.of(at.at(BIAS).finite(), cpuTime.at("weight").finite());
  }

  private List<Double> curve(Trainer trainer) throws ModelFileException {
    List<Double> weights = new ArrayList<>();
    for (JsonAt item : at.at(CURVE).items()) {
      weights.add(item.finite());
    }
    if (weights.size() != trainer.weights()) {
      throw at.at(CURVE).wrong("must have " + trainer.weights() + " figures");
    }
    return weights;
  }

  /** What other variables may add, as a part of what CPU time does. */
  private double beside(double weight) throws ModelFileException {
    double sum = 0;
    JsonAt largest = at;
    double most = 0;
    for (Map.Entry<String, JsonAt> variable : at.at(NUMERICAL).members().entrySet()) {
      if (!variable.getKey().equals(CPU_TIME)) {
        double other = Math.abs(variable.getValue().at("weight").finite());
        sum += other;
        largest = other > most ? variable.getValue() : largest;
        most = Math.max(most, other);
      }
    }
    if (sum > MOST_BESIDE * Math.abs(weight)) {
      throw largest.wrong(
          "weighs %.1f W beside %.1f W of CPU time; only models by CPU time can be used"
              .formatted(most, weight));
    }
    return weight == 0 ? 0 : sum / Math.abs(weight);
  }

  /** Whether it is ever more than nothing; what cannot be power is thrown. */
  private boolean check(Formula formula) throws ModelFileException {
    double full = formula.watts(1);
    double before = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < Curve.POINTS; i++) {
      double watts = formula.watts(i / (Curve.POINTS - 1.0));
      if (!(watts >= -DIP * Math.abs(full) && watts <= MOST_WATTS)) {
        throw at.wrong("gives %.1f W at %d %% load, which cannot be".formatted(watts, i * 10));
      }
      if (watts < before - 1e-6) {
        throw at.wrong(
            "gives %.1f W at %d %% load, less than %.1f W at %d %%"
                .formatted(watts, i * 10, before, i * 10 - 10));
      }
      before = watts;
    }
    return full > 0;
  }
}
