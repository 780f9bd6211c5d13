// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.estimated.modelfile;

import io.keplerotel.agent.model.Component;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** How Kepler's model server makes weights of which kind. */
enum Trainer {
  SGD("SGDRegressorTrainer", 2) {
    @Override
    double watts(List<Double> weights, double x) {
      return weights.get(0) + weights.get(1) * x;
    }

    @Override
    double error(Component component) {
      return component == Component.PLATFORM ? 0.13 : 1.05;
    }
  },
  LOGARITHMIC("LogarithmicRegressionTrainer", 3) {
    @Override
    double watts(List<Double> weights, double x) {
      return weights.get(0) * Math.log(weights.get(1) * x + 1) + weights.get(2);
    }

    @Override
    double error(Component component) {
      return component == Component.PLATFORM ? 0.13 : 0.43;
    }
  },
  LOGISTIC("LogisticRegressionTrainer", 4) {
    @Override
    double watts(List<Double> weights, double x) {
      double steepness = weights.get(2);
      return weights.get(0) / (1 + Math.exp(-steepness * (x - weights.get(1)))) + weights.get(3);
    }

    @Override
    double error(Component component) {
      return component == Component.PLATFORM ? 0.09 : 0.43;
    }
  },
  EXPONENTIAL("ExponentialRegressionTrainer", 3) {
    @Override
    double watts(List<Double> weights, double x) {
      return weights.get(0) * Math.exp(weights.get(1) * x) + weights.get(2);
    }

    @Override
    double error(Component component) {
      return component == Component.PLATFORM ? 0.09 : 0.43;
    }
  };

  private final String kepler;
  private final int weights;

  Trainer(String kepler, int weights) {
    this.kepler = kepler;
    this.weights = weights;
  }

  /** What Kepler calls it. */
  String kepler() {
    return kepler;
  }

  /** How many figures it has. */
  int weights() {
    return weights;
  }

  /** Power, W, at so much CPU time of what it was scaled by. */
  abstract double watts(List<Double> weights, double x);

  /**
   * Half the width of a 90 % interval on the machine that it was learnt from, relative: twice the
   * mean error that Kepler has published for its models of versions 0.7.11, by CPU time only.
   */
  abstract double error(Component component);

  /** That whose name is in this text, such as {@code LogisticRegressionTrainer_3.json}. */
  static Optional<Trainer> named(String text) {
    return Arrays.stream(values()).filter(each -> text.contains(each.kepler)).findFirst();
  }
}
